/** One side of a SASL exchange, made anew for each connection. */
export interface SaslExchange {
  /** What the client sends first. */
  readonly initial: Uint8Array;
  /** Whether the exchange is complete, and the server has proved itself where the mechanism lets it. */
  readonly isComplete: boolean;
  /**
   * Answers a token of the server; undefined when there is nothing more to send. Null is a token without content. Throws
   * {@link SaslError} for what the mechanism does not allow.
   */
  answer(token: Uint8Array | null): Uint8Array | undefined;
}

/** The server sent what the mechanism does not allow, or could not prove that it knows the password. */
export class SaslError extends Error {
  override readonly name = 'SaslError';
}
