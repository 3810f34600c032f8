export { type ClientEnvironment, type Clock, systemEnvironment, type Timer } from './environment.ts';
export type { Dial, Endpoint, Transport, TransportEvents } from './transport/transport.ts';
export { ConnectStringError } from './endpoints/connect-string-error.ts';
export { type ConnectString, parseConnectString } from './endpoints/connect-string.ts';
export {
  type EndpointProvider,
  serviceEndpoints,
  type ServiceRecord,
  type ServiceResolver,
} from './endpoints/endpoint-provider.ts';
export { DEFAULT_PORT, formatEndpoint, parseEndpoint } from './endpoints/endpoint.ts';
export { ClientErrorCode } from './errors/client-error-code.ts';
export {
  AbortedError,
  CodecError,
  ConnectFailedError,
  PacketTooLargeError,
  QueueFullError,
} from './errors/client-errors.ts';
export { TransactionError, type TransactionFailure } from './errors/transaction-error.ts';
