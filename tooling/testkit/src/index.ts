export { CertificateAuthority, type CertificateOptions, type Identity } from './certificates.ts';
export { ConnectionEndedError } from './connection-ended-error.ts';
export { keepFirst, keepSome, keepUnsynced, loseUnsynced, type CrashPolicy, type UnsyncedPiece } from './disk-crash.ts';
export { diskError } from './disk-error.ts';
export { exchange, type Target } from './exchange.ts';
export { freePort } from './free-port.ts';
export {
  connectRequestOf,
  RawClient,
  type RawClientOptions,
  type Received,
  type ReceivedEvent,
  type Reply,
} from './raw-client.ts';
export { frameOf, RawSocket, type RawSocketOptions } from './raw-socket.ts';
export { SimulatedDisk, type DiskCall, type DiskFault, type SimulatedDiskOptions } from './simulated-disk.ts';
export { SimulatedFile } from './simulated-file.ts';
export { SocketPairs } from './socket-pairs.ts';
export { startProcess, StartedProcess, type ProcessExit, type ProcessOptions } from './started-process.ts';
export { TcpProxy, type Direction } from './tcp-proxy.ts';
export { TlsFront } from './tls-front.ts';
export { VirtualClock, type VirtualTimer } from './virtual-clock.ts';
export { PATIENCE_MS, waitFor } from './wait-for.ts';
