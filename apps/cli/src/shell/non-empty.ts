/** A setting; one that is empty is none. */
export function nonEmpty(text: string | undefined): string | undefined {
  return text === '' ? undefined : text;
}
