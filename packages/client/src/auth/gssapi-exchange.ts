import type { Endpoint } from '../transport/transport.ts';
import { type SaslExchange, SaslError } from './sasl-mechanism.ts';

/**
 * One step of the client in GSSAPI (Kerberos), with whatever library a program has for it. `challenge` is undefined at the
 * beginning, for which a new context with `zookeeper/<host>` answers its first token; then it is what the server sent, the
 * offer of security layers included. The authorization id may be left empty.
 *
 * When it rejects with `SaslError`, the client ends; with any other error the connection does, and the next one tries again.
 */
export type GssapiStep = (challenge: Uint8Array | undefined, server: Endpoint) => Promise<Uint8Array>;

/** A token of Kerberos, and an offer of security layers: before both are answered no exchange is complete. */
const CHALLENGES_LEAST = 2;
const CHALLENGES_MOST = 16;

/** The client's side of GSSAPI: the server ends it by a token without content. Source: Apache ZooKeeper 3.9. */
export class GssapiExchange implements SaslExchange {
  readonly #step: GssapiStep;
  readonly #server: Endpoint;
  #challenges = 0;

  constructor(step: GssapiStep, server: Endpoint) {
    this.#step = step;
    this.#server = server;
  }

  begin(): Promise<Uint8Array> {
    return this.#step(undefined, this.#server);
  }

  async answer(token: Uint8Array | null): Promise<Uint8Array | undefined> {
    if (token === null) {
      if (this.#challenges >= CHALLENGES_LEAST) return undefined;
      throw new SaslError(
        this.#challenges === 0 ? 'the server offers no GSSAPI' : 'the server does not accept the ticket',
      );
    }
    this.#challenges++;
    if (this.#challenges > CHALLENGES_MOST) throw new SaslError('the server finds no end of GSSAPI');
    return this.#step(token, this.#server);
  }
}
