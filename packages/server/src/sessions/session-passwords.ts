import { createHmac, timingSafeEqual } from 'node:crypto';

const PASSWORD_BYTES = 16;
const SECRET_BYTES = 32;

/** A secret for {@link SessionPasswords}. */
export function newSessionSecret(randomBytes: (length: number) => Uint8Array): Uint8Array {
  return randomBytes(SECRET_BYTES);
}

/**
 * Makes the password that a client shows to take up its session again: an HMAC of the session id under a secret of the
 * server. Apache derives it from the id alone, so that whoever sees an id can take over its session.
 */
export class SessionPasswords {
  readonly #secret: Uint8Array;

  constructor(secret: Uint8Array) {
    this.#secret = secret;
  }

  /** The 16 bytes that belong to a session. */
  passwordOf(sessionId: bigint): Uint8Array {
    const id = Buffer.alloc(8);
    id.writeBigInt64BE(sessionId);
    return createHmac('sha256', this.#secret).update(id).digest().subarray(0, PASSWORD_BYTES);
  }

  /** Whether `password` belongs to the session. Takes the same time for every wrong one. */
  matches(sessionId: bigint, password: Uint8Array | null): boolean {
    if (sessionId === 0n || password?.length !== PASSWORD_BYTES) return false;
    return timingSafeEqual(this.passwordOf(sessionId), password);
  }
}
