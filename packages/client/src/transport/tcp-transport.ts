import { connect } from 'node:net';
import { formatEndpoint } from '../endpoints/endpoint.ts';
import { LinkError } from '../wire/link-error.ts';
import { SocketTransport } from './socket-transport.ts';
import type { Endpoint, Transport, TransportEvents } from './transport.ts';

/** Connects by TCP. */
export function tcpDial(endpoint: Endpoint, events: TransportEvents): Transport {
  const transport = new SocketTransport(events, {
    readyEvent: 'connect',
    explain: (error) => error,
    silentEnd: () => silentEnd(endpoint),
  });
  transport.use(connect({ host: endpoint.host, port: endpoint.port, noDelay: true }));
  return transport;
}

/** A server does so when it is asked in plain on its port for TLS, but not only then. */
function silentEnd(endpoint: Endpoint): LinkError {
  return new LinkError(
    `${formatEndpoint(endpoint)}: the server ended the connection without a word: it does not serve, has too many ` +
      'connections, is behind this client, or wants TLS (`zks://`)',
  );
}
