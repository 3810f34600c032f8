import { isIP } from 'node:net';
import { checkServerIdentity, connect, type TLSSocket } from 'node:tls';
import { explainTls, silentTlsEnd } from './explain-tls.ts';
import { SocketTransport } from './socket-transport.ts';
import { secureContextOf, type TlsConfig } from './tls-config.ts';
import { TlsError } from './tls-error.ts';
import type { Endpoint, Transport, TransportEvents } from './transport.ts';

/** Connects by TLS over TCP. */
export function tlsDial(endpoint: Endpoint, events: TransportEvents, config: TlsConfig): Transport {
  const attempt = { server: endpoint, hasCertificate: false };
  const transport = new SocketTransport(events, {
    readyEvent: 'secureConnect',
    explain: (error, isReady) => explainTls(error, { ...attempt, isSecure: isReady }),
    silentEnd: () => silentTlsEnd(attempt),
  });
  reloaded(config, endpoint).then(
    (current) => {
      attempt.hasCertificate = (current.cert ?? current.pfx) !== undefined;
      if (!transport.isDestroyed) begin(transport, endpoint, current);
    },
    (error: unknown) => transport.fail(errorOf(error, endpoint)),
  );
  return transport;
}

async function reloaded(config: TlsConfig, server: Endpoint): Promise<TlsConfig> {
  try {
    return { ...config, ...(await config.reload?.()) };
  } catch (cause) {
    throw new TlsError('`reload` of the TLS options failed', { server, cause });
  }
}

function begin(transport: SocketTransport, endpoint: Endpoint, config: TlsConfig): void {
  try {
    transport.use(socketTo(endpoint, config));
  } catch (error) {
    transport.fail(errorOf(error, endpoint));
  }
}

function errorOf(error: unknown, server: Endpoint): Error {
  return error instanceof Error ? error : new TlsError(String(error), { server, cause: error });
}

/** A name is asked for (SNI); an address can only be checked. Source: RFC 6066, section 3. */
function socketTo(endpoint: Endpoint, config: TlsConfig): TLSSocket {
  const name = config.servername ?? endpoint.host;
  const check = config.checkServerIdentity ?? checkServerIdentity;
  const socket = connect({
    host: endpoint.host,
    port: endpoint.port,
    secureContext: secureContextOf(config, endpoint),
    servername: isIP(name) === 0 ? name : '',
    rejectUnauthorized: config.rejectUnauthorized ?? true,
    checkServerIdentity: (_hostname, certificate) => check(name, certificate),
  });
  socket.setNoDelay(true);
  return socket;
}
