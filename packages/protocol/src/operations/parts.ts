import { JuteError, type Codec, type JuteReader, type JuteWriter } from '@zookit/jute';
import { opName, type OpCode, type OpName } from '../op-codes.ts';
import type { Operation, RequestOf } from '../operation.ts';
import { multiHeader, type MultiHeader } from '../records/multi-header.ts';

/** One operation of a multi: its op code and, of the type that belongs to it, its request. */
export type PartOf<Operations> = {
  [Name in keyof Operations & OpName]: {
    readonly opCode: (typeof OpCode)[Name];
    readonly request: RequestOf<Operations[Name]>;
  };
}[keyof Operations & OpName];

/** The request codecs of the operations that may be part of a multi, by op code. */
export type PartCodecs = ReadonlyMap<number, Codec<unknown>>;

/** A part whose op code has not been matched with the type of its request. */
interface AnyPart {
  readonly opCode: number;
  readonly request: unknown;
}

/** Ends every multi, and every response to one. */
export const terminator: MultiHeader = { type: -1, done: true, error: -1 };

/** The request codecs of `operations`. */
export function partCodecs(operations: readonly Operation<unknown, unknown>[]): PartCodecs {
  return new Map(operations.map((operation) => [operation.opCode, operation.request]));
}

/** Writes the parts of a multi and its end. */
export function writeParts(writer: JuteWriter, parts: readonly AnyPart[], codecs: PartCodecs): void {
  for (const { opCode, request } of parts) {
    multiHeader.write(writer, { type: opCode, done: false, error: -1 });
    codecs.get(opCode)!.write(writer, request);
  }
  multiHeader.write(writer, terminator);
}

/**
 * Reads the parts of a multi up to its end, and gives each to `settle` with the offset at which it began. There are no
 * more than the bytes can hold, so their number has no limit of its own. Throws {@link JuteError} for an operation that
 * has no codec here.
 */
export function readParts<Part extends AnyPart>(
  reader: JuteReader,
  codecs: PartCodecs,
  settle: (part: Part, offset: number) => Part,
): Part[] {
  const parts: Part[] = [];
  for (;;) {
    const offset = reader.offset;
    const { type, done } = multiHeader.read(reader);
    if (done) return parts;
    const codec = codecs.get(type);
    if (codec === undefined) throw new JuteError(`${opName(type)} cannot be part of it`, offset, 'type');
    // The codec belongs to the op code, which the compiler can't follow through a map.
    parts.push(settle({ opCode: type, request: codec.read(reader) } as Part, offset));
  }
}
