/** A column of a table. */
export interface Column<Row> {
  readonly title: string;
  /** What stands in it; undefined for what is not known. */
  readonly text: (row: Row) => string | undefined;
  /** Default: left, as words; numbers stand right. */
  readonly align?: 'left' | 'right';
}

const UNKNOWN = '-';
const GAP = '  ';

/** The lines of a table: titles first, each column as wide as its longest text. */
export function tableLines<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string[] {
  const texts = columns.map(({ title, text }) => [title, ...rows.map((row) => text(row) ?? UNKNOWN)]);
  const widths = texts.map((column) => Math.max(...column.map((cell) => cell.length)));
  return [undefined, ...rows].map((_, line) =>
    columns
      .map(({ align }, index) => {
        const cell = texts[index]![line]!;
        return align === 'right' ? cell.padStart(widths[index]!) : cell.padEnd(widths[index]!);
      })
      .join(GAP)
      .trimEnd(),
  );
}
