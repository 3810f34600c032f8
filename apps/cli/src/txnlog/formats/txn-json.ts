import { decode, JuteError } from '@zookit/jute';
import { errorName, OpCode, opName, txnCodecOf, type AnyTxn, type MultiTxn, type Txn } from '@zookit/protocol';

/** What JSON.stringify takes as it is. */
export type JsonValue = string | number | boolean | null | undefined | readonly JsonValue[] | JsonObject;

/** An object of {@link JsonValue}s. */
export interface JsonObject {
  readonly [name: string]: JsonValue;
}

/** Line ends and tabs are text, other control characters are not. */
// eslint-disable-next-line no-control-regex -- they are what it looks for
const CONTROL = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/u;

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The fields of a transaction by their names in `@zookit/protocol`; the parts of a multi decoded like transactions. */
export function txnJson(type: number, txn: AnyTxn): JsonObject {
  if (type === OpCode.multi) return { txns: (txn as MultiTxn).txns.map(partJson) };
  const fields = recordJson(txn);
  return type === OpCode.error ? { ...fields, name: errorName(fields['error'] as number) } : fields;
}

/** Data as base64, and as text where it is some. */
export function dataJson(data: Uint8Array | null): JsonObject {
  if (data === null) return { data: null };
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.length);
  return { data: bytes.toString('base64'), text: printableText(bytes) };
}

/** Undefined when the bytes are no text that a person could read. */
function printableText(bytes: Uint8Array): string | undefined {
  try {
    const text = utf8.decode(bytes);
    return text === '' || CONTROL.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
}

function partJson({ type, data }: Txn): JsonObject {
  const codec = txnCodecOf(type);
  const name = { type: opName(type) };
  if (codec === undefined) return { ...name, ...dataJson(data) };
  try {
    return { ...name, ...txnJson(type, decode(codec, data, { elementMaxBytes: data.length }) as AnyTxn) };
  } catch (error) {
    if (error instanceof JuteError) return { ...name, unreadable: error.message, ...dataJson(data) };
    throw error;
  }
}

function recordJson(record: object): JsonObject {
  const fields: Record<string, JsonValue> = {};
  for (const [name, value] of Object.entries(record) as [string, unknown][]) {
    if (name === 'data') Object.assign(fields, dataJson(value as Uint8Array | null));
    else fields[name] = valueJson(value);
  }
  return fields;
}

function valueJson(value: unknown): JsonValue {
  // The only long in a transaction is a time to live, far below 2^53.
  if (typeof value === 'bigint') return Number(value);
  if (Array.isArray(value)) return value.map(valueJson);
  return typeof value === 'object' && value !== null ? recordJson(value) : (value as JsonValue);
}
