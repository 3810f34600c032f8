/** Replaces what differs from run to run: times and session ids. Zxids become their distance from `startZxid`. */
export function normalizeCClient(text: string, startZxid: bigint): string {
  const distance = (zxid: bigint): string => String(zxid < startZxid ? zxid : zxid - startZxid);
  return text
    .replace(/^\d{4}-\d\d-\d\d .*?:ZOO_/gm, '<time>:ZOO_')
    .replace(/^time = \d+ msec$/gm, 'time = <time>')
    .replace(/^(\tctime = |\tmtime=)(?!Thu Jan {2}1 00:00:00 1970).*$/gm, '$1<time>')
    .replace(/^(\t[cm]zxid=)([0-9a-f]+)$/gm, (_, name: string, zxid: string) => name + distance(BigInt(`0x${zxid}`)))
    .replace(/^(\tephemeralOwner = )(?!0$)[0-9a-f]+$/gm, '$1<owner>')
    .replace(/^session Id = [0-9a-f]+$/gm, 'session Id = <session>')
    .replace(/((?:^\t[^\t= ]+$\n?)+)/gm, (names: string) => names.split('\n').filter(Boolean).sort().join('\n') + '\n');
}
