/** What stands in front of the znodes of an export file. */
export interface ExportHeader {
  /** The path of the subtree. */
  readonly root: string;
}

/** The value of `format` in every export file. */
export const FORMAT = 'zookit-export';

/** The value of `version`: it changes when older readers would misunderstand a file. */
export const VERSION = 1;
