import { type AuthPacket, connectionOperations, Xid } from '@zookit/protocol';
import { isObject, type OptionRule } from '../option-rules.ts';
import type { Greeter, GreetingLine } from '../session/greeter.ts';

/** Proves an identity by a scheme of the servers: what they call `addauth`. */
export interface Credential {
  /** `digest`, or another scheme that the servers know. */
  readonly scheme: string;
  /** In the terms of the scheme: `user:password` for `digest`. */
  readonly auth: string | Uint8Array;
}

/** What a client presents behind each handshake, as a server forgets it with the connection. */
export class Credentials implements Greeter {
  readonly #packets: AuthPacket[] = [];

  constructor(credentials: readonly Credential[]) {
    for (const credential of credentials) this.add(authPacketOf(credential));
  }

  /** Presents it from the next connection on; once, however often it is added. */
  add(packet: AuthPacket): void {
    if (!this.#packets.some((known) => isSame(known, packet))) this.#packets.push(packet);
  }

  /** Nothing goes out before all of them are accepted, so that nothing is done without them. */
  greet(line: GreetingLine): Promise<void> | undefined {
    if (this.#packets.length === 0) return undefined;
    return Promise.all(this.#packets.map((packet) => line.send(connectionOperations.auth, packet, Xid.AUTH))).then(
      () => undefined,
    );
  }
}

/** What the credentials of a client must be. */
export const authRule: OptionRule = {
  accepts: (value) => Array.isArray(value),
  what: 'a list of { scheme, auth }',
  problemInside: (value) => (value as readonly unknown[]).map(problemOfCredential).find((one) => one !== undefined),
};

/** What is wrong with a credential that no server could take; undefined if nothing is. */
export function problemOfCredential(credential: unknown): string | undefined {
  const { scheme, auth }: Partial<Record<keyof Credential, unknown>> = isObject(credential) ? credential : {};
  if (typeof scheme !== 'string' || scheme === '') return 'a credential needs a scheme, such as "digest"';
  if (typeof auth !== 'string' && !(auth instanceof Uint8Array)) return 'a credential is text or bytes';
  return undefined;
}

/** What presents a credential. */
export function authPacketOf({ scheme, auth }: Credential): AuthPacket {
  // A copy: it is sent again with each connection.
  return { type: 0, scheme, auth: Buffer.from(auth) };
}

function isSame(one: AuthPacket, other: AuthPacket): boolean {
  return (
    one.scheme === other.scheme && Buffer.compare(one.auth ?? Buffer.alloc(0), other.auth ?? Buffer.alloc(0)) === 0
  );
}
