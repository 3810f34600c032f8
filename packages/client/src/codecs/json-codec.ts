import { CodecError } from '../errors/client-errors.ts';
import type { DataCodec } from './data-codec.ts';
import { text } from './plain-codecs.ts';
import type { StandardSchema } from './standard-schema.ts';

/** JSON. What is read must satisfy the schema, if there is one, and is what the schema makes of it. */
export function json<T = unknown>(schema?: StandardSchema<T>): DataCodec<T> {
  return {
    name: 'json',
    encode: (value) => text.encode(stringify(value)),
    decode(data) {
      const value = parse(text.decode(data));
      return schema === undefined ? (value as T) : validated(schema, value);
    },
  };
}

function stringify(value: unknown): string {
  try {
    // The declared type leaves out that a function, a symbol and undefined have no JSON.
    const json = JSON.stringify(value) as string | undefined;
    if (json !== undefined) return json;
  } catch (cause) {
    throw new CodecError(undefined, { detail: 'json: the value has no JSON', cause });
  }
  throw new CodecError(undefined, { detail: `json: a value of type ${typeof value} has no JSON` });
}

function parse(source: string): unknown {
  try {
    return JSON.parse(source);
  } catch (cause) {
    throw new CodecError(undefined, { detail: 'json: the data is not JSON', cause });
  }
}

function validated<T>(schema: StandardSchema<T>, value: unknown): T {
  const result = schema['~standard'].validate(value);
  if (result instanceof Promise) {
    throw new CodecError(undefined, { detail: 'json: the schema validates asynchronously, a codec can not' });
  }
  if (result.issues === undefined) return result.value;
  throw new CodecError(undefined, { detail: `json: ${result.issues.map((issue) => issue.message).join('; ')}` });
}
