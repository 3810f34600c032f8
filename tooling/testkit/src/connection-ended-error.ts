/** The server ended the connection before it had said what was waited for. */
export class ConnectionEndedError extends Error {
  override readonly name = 'ConnectionEndedError';
}
