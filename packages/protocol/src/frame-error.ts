/** A frame that the receiver refuses: its length is negative or above the limit. The connection can't go on. */
export class FrameError extends Error {
  override readonly name = 'FrameError';
  /** The first four bytes of the frame, as the length that they claim. A four-letter word ends here too. */
  readonly length: number;

  constructor(length: number, lengthMaxBytes: number) {
    super(`frame length ${String(length)} is not between 0 and ${String(lengthMaxBytes)} bytes`);
    this.length = length;
  }
}
