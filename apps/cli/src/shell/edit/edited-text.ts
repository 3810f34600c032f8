/** What an editor left, without the line end that editors put behind the last line, if there was none before. */
export function editedText(before: string, after: string): string {
  return !before.endsWith('\n') && after.endsWith('\n') ? after.slice(0, -1) : after;
}
