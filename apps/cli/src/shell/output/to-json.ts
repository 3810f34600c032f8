/** A value as one line of JSON: bigints as text, which keeps them exact; bytes in base64; `undefined` left out. */
export function toJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => {
    if (typeof part === 'bigint') return String(part);
    if (part instanceof Uint8Array) return Buffer.from(part).toString('base64');
    return part;
  });
}
