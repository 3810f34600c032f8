/** The data of a znode for JSON: the text where it is UTF-8, else base64; null where there is none. */
export function dataValue(
  data: Uint8Array,
  isNull: boolean,
): { readonly data: string | null } | { readonly base64: string } {
  if (isNull) return { data: null };
  try {
    return { data: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(data) };
  } catch {
    return { base64: Buffer.from(data).toString('base64') };
  }
}
