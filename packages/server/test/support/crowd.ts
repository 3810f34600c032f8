/**
 * A process of its own with many connections to one server, so that client and server need not share the number of files
 * that a process may have open. Arguments: the port, how many, and what each says: `half-handshake` or `half-request`.
 */
import { RawClient, RawSocket } from '@zookit/testkit';

const AT_ONCE = 200;

/** Announces a request of 1,000,000 bytes and sends the first few. */
const halfRequest = Buffer.from([0, 15, 66, 64, 0, 0, 0, 1, 0, 0]);
const halfHandshake = Buffer.from([0, 0, 0, 45, 0, 0, 0, 0, 0, 0]);

const [port, count, kind] = process.argv.slice(2);

async function open(): Promise<RawSocket> {
  if (kind === 'half-request') {
    const { socket } = await RawClient.connect({ port: Number(port), timeoutMs: 60_000 });
    socket.write(halfRequest);
    return socket;
  }
  const socket = await RawSocket.open({ port: Number(port) });
  socket.write(halfHandshake);
  return socket;
}

const sockets: RawSocket[] = [];
while (sockets.length < Number(count)) sockets.push(...(await Promise.all(Array.from({ length: AT_ONCE }, open))));
console.log('all connected');
await Promise.all(sockets.map(({ ended }) => ended));
console.log('all ended');
process.exit();
