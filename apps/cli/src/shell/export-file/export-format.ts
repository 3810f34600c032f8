import { extname } from 'node:path';

/** The two ways in which an export file is written. */
export type ExportFormat = 'json' | 'yaml';

/** The format that the name of a file stands for; undefined if it stands for none. */
export function formatOf(file: string): ExportFormat | undefined {
  switch (extname(file).toLowerCase()) {
    case '.json':
      return 'json';
    case '.yaml':
    case '.yml':
      return 'yaml';
    default:
      return undefined;
  }
}
