import type { DataDirectory } from '@zookit/txnlog';
import { newSessionSecret } from '../sessions/session-passwords.ts';

/** The name of the file in `dataDir`. Apache's server ignores it. */
const FILE = 'zookit.secret';

const SECRET = /^[0-9a-f]{64}\s*$/;

/**
 * The secret behind the session passwords. It is kept beside the data, so that clients take up their sessions after a
 * restart. A file that holds none is replaced: clients then begin new sessions.
 */
export async function sessionSecret(
  directory: DataDirectory,
  random: (length: number) => Uint8Array,
): Promise<Uint8Array> {
  const text = await directory.readFile(FILE);
  if (text !== undefined && SECRET.test(text)) return Buffer.from(text.trim(), 'hex');
  const secret = newSessionSecret(random);
  await directory.writeFile(FILE, `${Buffer.from(secret).toString('hex')}\n`);
  return secret;
}
