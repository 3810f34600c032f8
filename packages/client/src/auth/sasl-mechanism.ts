/** One side of a SASL exchange, made anew for each connection. */
export interface SaslExchange {
  /** What the client sends first. */
  begin(): Uint8Array | Promise<Uint8Array>;
  /**
   * Answers a token of the server; undefined when the exchange is complete, and the server has proved itself where the
   * mechanism lets it. Null is a token without content. Throws {@link SaslError} for what the mechanism does not allow.
   */
  answer(token: Uint8Array | null): Uint8Array | undefined | Promise<Uint8Array | undefined>;
}

/** The server sent what the mechanism does not allow, or could not prove that it knows the password. */
export class SaslError extends Error {
  override readonly name = 'SaslError';
}
