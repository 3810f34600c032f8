import type { Endpoint } from './transport.ts';

/** What a {@link TlsError} can be told. */
export interface TlsErrorOptions extends ErrorOptions {
  readonly server: Endpoint | undefined;
}

/** TLS with a server failed: the message says why, and what would help. `cause` is what `node:tls` said. */
export class TlsError extends Error {
  override readonly name = 'TlsError';
  /** Undefined when the client's own options are to blame. */
  readonly server: Endpoint | undefined;
  /** That of the cause, such as `CERT_HAS_EXPIRED`; undefined where there is none. */
  readonly code: string | undefined;

  constructor(message: string, options: TlsErrorOptions) {
    super(message, options);
    this.server = options.server;
    this.code = codeOf(options.cause);
  }
}

function codeOf(cause: unknown): string | undefined {
  if (!(cause instanceof Error) || !('code' in cause)) return undefined;
  return typeof cause.code === 'string' ? cause.code : undefined;
}
