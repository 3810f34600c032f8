import type { ResolvedOptions } from '../client-options.ts';
import type { Greeter } from '../session/greeter.ts';
import type { Credentials } from './credentials.ts';
import { SaslGreeter } from './sasl-greeter.ts';

/** Who proves behind each handshake who the client is: SASL comes before anything else. */
export function authGreeters(
  { sasl, environment }: Pick<ResolvedOptions, 'sasl' | 'environment'>,
  credentials: Credentials,
): readonly Greeter[] {
  return sasl === undefined ? [credentials] : [new SaslGreeter(sasl, environment.randomBytes), credentials];
}
