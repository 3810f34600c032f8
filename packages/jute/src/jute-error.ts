/** Bytes that are not what the codec expects: they end early, or a length is impossible. */
export class JuteError extends Error {
  override readonly name = 'JuteError';
  /** Where the field begins, in bytes from the start of the bytes that the reader was given. */
  readonly offset: number;
  /** The field that was being read, where its codec names it. */
  readonly field: string | undefined;

  constructor(reason: string, offset: number, field?: string) {
    super(`${field === undefined ? 'value' : `field "${field}"`} at offset ${String(offset)}: ${reason}`);
    this.offset = offset;
    this.field = field;
  }
}
