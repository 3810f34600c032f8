/** A connection of a client to a server. */
export interface ClientConnection {
  /** The client's address and port. */
  readonly address: string;
  /** In hexadecimal; undefined before there is one. */
  readonly session: string | undefined;
  /** Requests that are not answered yet. */
  readonly queued: number;
  /** Packets since the connection was made, or its numbers were reset. */
  readonly received: number;
  readonly sent: number;
  /** The kind of the last request, as the server writes it: `GETD`. */
  readonly lastOperation: string | undefined;
  /** When the connection was made, in ms since 1970. */
  readonly establishedMs: number | undefined;
  /** What the session was granted, in ms. */
  readonly timeoutMs: number | undefined;
  /** Of the last request and of all, in ms. */
  readonly lastLatencyMs: number | undefined;
  readonly averageLatencyMs: number | undefined;
  readonly maxLatencyMs: number | undefined;
}

const LINE = /^ ?\/(\S+?)\[\d+\]\((.*)\)\s*$/gmu;

/** Reads the answer to `cons`. Source: `ServerCnxn.dumpConnectionInfo`. */
export function parseCons(text: string): ClientConnection[] {
  return Array.from(text.matchAll(LINE), ([, address = '', fields = '']) => connectionOf(address, fieldsOf(fields)));
}

function fieldsOf(text: string): ReadonlyMap<string, string> {
  const pairs = text.split(',').map((field) => field.split('=', 2));
  return new Map(pairs.map(([name = '', value = '']) => [name, value]));
}

function connectionOf(address: string, fields: ReadonlyMap<string, string>): ClientConnection {
  const number = (name: string): number | undefined => {
    const value = fields.get(name);
    return value === undefined ? undefined : Number(value);
  };
  return {
    address,
    session: fields.get('sid'),
    queued: number('queued') ?? 0,
    received: number('recved') ?? 0,
    sent: number('sent') ?? 0,
    lastOperation: fields.get('lop'),
    establishedMs: number('est'),
    timeoutMs: number('to'),
    lastLatencyMs: number('llat'),
    averageLatencyMs: number('avglat'),
    maxLatencyMs: number('maxlat'),
  };
}
