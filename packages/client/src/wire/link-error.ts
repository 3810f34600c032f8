/** A server broke the protocol, was silent for too long, or went away: the connection is given up. */
export class LinkError extends Error {
  override readonly name = 'LinkError';
}
