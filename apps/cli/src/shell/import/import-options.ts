/** What becomes of a znode that is there already, and differs. */
export type WhenExisting = 'stop' | 'keep' | 'overwrite';

/** How an export file is imported. */
export interface ImportOptions {
  /** Where the top of the file goes. */
  readonly target: string;
  readonly whenExisting: WhenExisting;
  /** Whether ephemeral znodes are created as persistent ones, in place of being skipped. */
  readonly keepsEphemerals: boolean;
  /** Whether everybody may do everything, whatever the file says. */
  readonly ignoresAcls: boolean;
  readonly signal: AbortSignal;
}
