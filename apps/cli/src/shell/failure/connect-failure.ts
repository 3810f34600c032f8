import { ShellError } from './shell-error.ts';

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'no such host',
  EAI_AGAIN: 'the name could not be looked up',
  ETIMEDOUT: 'no answer',
  EHOSTUNREACH: 'there is no way to that host',
  ENETUNREACH: 'there is no way to that network',
  ECONNRESET: 'the connection was reset',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'nobody vouches for its certificate; --tls-ca names whom to trust',
  SELF_SIGNED_CERT_IN_CHAIN: 'nobody vouches for its certificate; --tls-ca names whom to trust',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'nobody vouches for its certificate; --tls-ca names whom to trust',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another host',
};

/** Why there is no session with `servers`, and what would be right. */
export function connectFailure(error: unknown, servers: string): ShellError {
  return new ShellError(`KeeperErrorCode = ConnectionLoss\nCould not connect to ${servers}: ${reasonOf(error)}.`, {
    cause: error,
  });
}

/** Why a server can't be reached, in a few words: the innermost cause says most. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0]);
  if (error.cause instanceof Error) return reasonOf(error.cause);
  const { code } = error as NodeJS.ErrnoException;
  return REASONS[String(code)] ?? error.message;
}
