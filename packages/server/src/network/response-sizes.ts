/** The sizes of replies: the last, the least and the greatest, in bytes; -1 before the first. */
export class ResponseSizes {
  last = -1;
  min = -1;
  max = -1;

  /** A reply of `size` bytes was made. */
  record(size: number): void {
    this.last = size;
    if (size > this.max) this.max = size;
    if (size < this.min || this.min < 0) this.min = size;
  }

  /** Starts again. */
  reset(): void {
    this.last = -1;
    this.min = -1;
    this.max = -1;
  }
}
