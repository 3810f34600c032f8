const EVENT = /\nWATCHER::\n|\nWatchedEvent [^\n]*\n/g;

/**
 * Takes the watch events out of what zkCli printed: its event thread prints them between the results as it happens, but
 * in the order of their delivery.
 */
export function splitEvents(output: string): { text: string; events: string[] } {
  const events = [...output.matchAll(EVENT)].map(([event]) => event.trim()).filter((event) => event !== 'WATCHER::');
  return { text: output.replaceAll(EVENT, ''), events };
}

/**
 * Replaces what differs from run to run: times and session ids. Zxids become their distance from `startZxid`, and the list
 * of ephemerals, which comes in no order, is sorted.
 */
export function normalizeZkCli(text: string, startZxid: bigint): string {
  const distance = (zxid: bigint): string => String(zxid < startZxid ? zxid : zxid - startZxid);
  return text
    .replace(/^([cm]time = )(?!Thu Jan 01 00:00:00 UTC 1970).*$/gm, '$1<time>')
    .replace(/^([cmp]Zxid = )(0x[0-9a-f]+)$/gm, (_, name: string, zxid: string) => name + distance(BigInt(zxid)))
    .replace(/ zxid: (\d+)$/gm, (_, zxid: string) => ` zxid: ${distance(BigInt(zxid))}`)
    .replace(/^(ephemeralOwner = )0x(?!0$)[0-9a-f]+$/gm, '$1<owner>')
    .replace(/^\[(\/.*)\]$/gm, (_, paths: string) => `[${paths.split(', ').sort().join(', ')}]`);
}
