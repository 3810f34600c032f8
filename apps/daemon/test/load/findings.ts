/** What an audit found. Each entry says where. */
export class Findings {
  /** Acknowledged and gone. */
  readonly lost: string[] = [];
  /** There, though nobody ever asked for it. */
  readonly invented: string[] = [];
  /** Sequence numbers that were given twice. */
  readonly reused: string[] = [];
}
