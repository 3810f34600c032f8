/** What `srvr` tells. Numbers that an answer does not have are undefined. */
export interface SrvrReport {
  readonly version: string | undefined;
  /** `standalone`, `leader`, `follower`, `observer` or `read-only`. */
  readonly mode: string | undefined;
  /** As the server writes it: `0x1a`. */
  readonly zxid: string | undefined;
  readonly latencyMs: Latency | undefined;
  /** Packets since the server started, or its numbers were reset. */
  readonly received: number | undefined;
  readonly sent: number | undefined;
  readonly connections: number | undefined;
  /** Requests that are not answered yet. */
  readonly outstanding: number | undefined;
  readonly nodeCount: number | undefined;
}

/** The times that requests took since the server started, in ms. */
export interface Latency {
  readonly min: number;
  readonly average: number;
  readonly max: number;
}

/** Reads the answer to `srvr` or `stat`. */
export function parseSrvr(text: string): SrvrReport {
  const field = (name: string): string | undefined => new RegExp(`^${name}: *(.*)$`, 'mu').exec(text)?.[1]?.trim();
  const count = (name: string): number | undefined => numberOf(field(name));
  return {
    version: field('Zookeeper version')?.replace(/,.*$/u, ''),
    mode: field('Mode'),
    zxid: field('Zxid'),
    latencyMs: latencyOf(field('Latency min/avg/max')),
    received: count('Received'),
    sent: count('Sent'),
    connections: count('Connections'),
    outstanding: count('Outstanding'),
    nodeCount: count('Node count'),
  };
}

function latencyOf(text: string | undefined): Latency | undefined {
  const [min, average, max] = text?.split('/').map(Number) ?? [];
  if (min === undefined || average === undefined || max === undefined) return undefined;
  return { min, average, max };
}

function numberOf(text: string | undefined): number | undefined {
  const value = Number(text);
  return text === undefined || text === '' || Number.isNaN(value) ? undefined : value;
}
