/** A request takes more bytes than a server accepts: it is not sent. */
export class FrameTooLongError extends Error {
  override readonly name = 'FrameTooLongError';

  constructor(lengthBytes: number, maxBytes: number) {
    super(`a request of ${lengthBytes} bytes, where at most ${maxBytes} are allowed`);
  }
}
