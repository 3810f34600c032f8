/** The connect string of something that listens on 127.0.0.1. */
export function addressOf({ port }: { readonly port: number }): string {
  return `127.0.0.1:${port}`;
}
