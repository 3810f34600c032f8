/** What every call takes. */
export interface CallOptions {
  /** Ends the call early. The error says whether the request may have been carried out. */
  readonly signal?: AbortSignal | undefined;
  /** How long the call may take, waiting for a connection included, in ms. Default: the client's `requestTimeoutMs`. */
  readonly timeoutMs?: number | undefined;
}
