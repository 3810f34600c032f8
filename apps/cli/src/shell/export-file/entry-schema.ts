import { acl, type Acl } from '@zookit/client';
import { TTL_MAX_MS, validatePath } from '@zookit/protocol';
import * as v from 'valibot';
import type { ExportedNode } from './exported-node.ts';
import { type ExportHeader, FORMAT, VERSION } from './export-header.ts';

const KINDS = ['persistent', 'ephemeral', 'container', 'ttl'] as const;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/u;

const path = v.pipe(
  v.string('must be text: the path below the top of the subtree, such as "/config"'),
  v.check(
    (value) => validatePath(value) === undefined,
    ({ input }) => `${validatePath(input) ?? 'is no path'}: "${input}"`,
  ),
);

const aclEntry = v.pipe(
  v.string('must be text such as "world:anyone:cdrwa"'),
  v.rawTransform(({ dataset, addIssue, NEVER }): Acl => {
    const [entry, ...others] = parsedAcl(dataset.value);
    if (entry !== undefined && others.length === 0) return entry;
    addIssue({ message: `must be scheme:id:permissions, as in "world:anyone:cdrwa", not "${dataset.value}"` });
    return NEVER;
  }),
);

const fields = v.strictObject(
  {
    path,
    kind: v.optional(v.picklist(KINDS, `must be one of ${KINDS.join(', ')}`), 'persistent'),
    ttlMs: v.optional(
      v.pipe(
        v.number('must be a number of milliseconds'),
        v.integer('must be a whole number of milliseconds'),
        v.minValue(1, 'must be 1 or more'),
        v.maxValue(Number(TTL_MAX_MS), `must be ${TTL_MAX_MS} at most`),
      ),
    ),
    data: v.optional(v.nullable(v.string('must be text or null; bytes that are no text go into "base64"'))),
    base64: v.optional(v.pipe(v.string('must be text in base64'), v.regex(BASE64, 'must be well-formed base64'))),
    acl: v.optional(
      v.pipe(
        v.array(aclEntry, 'must be a list of entries such as "world:anyone:cdrwa"'),
        v.minLength(1, 'must have at least one entry; leave it out for "world:anyone:cdrwa"'),
      ),
    ),
  },
  objectOf('has path, and any of kind, ttlMs, data or base64, and acl', 'is missing'),
);

const nodeSchema = v.pipe(
  fields,
  v.check(
    ({ data, base64 }) => data === undefined || base64 === undefined,
    'must have either data or base64, not both',
  ),
  v.check(
    ({ kind, ttlMs }) => (kind === 'ttl') === (ttlMs !== undefined),
    'must have ttlMs if, and only if, kind is ttl',
  ),
  v.transform(({ path, kind, ttlMs, data, base64, acl: entries }): ExportedNode => {
    const bytes = base64 === undefined ? textBytes(data) : Buffer.from(base64, 'base64');
    return { path, kind, ttlMs, data: bytes, acl: entries ?? acl.open };
  }),
);

const headerSchema = v.strictObject(
  {
    format: v.literal(FORMAT, `must be "${FORMAT}"`),
    version: v.literal(VERSION, `must be ${VERSION}: a newer zookit may have written this`),
    root: path,
    znodes: v.array(v.unknown(), 'must be a list'),
  },
  objectOf('has format, version, root and znodes', 'is missing: format, root and version stand in front of znodes'),
);

/** The first thing that is wrong with a value. */
export interface Problem {
  /** The keys and positions that lead to it. */
  readonly keys: readonly (string | number)[];
  readonly message: string;
}

/** A value as it is to be read, or what is wrong with it. */
export type Parsed<Output> = { readonly output: Output } | { readonly problem: Problem };

/** What stands around the znodes of an export file, and their entries as they are. */
export interface ParsedHeader extends ExportHeader {
  readonly znodes: readonly unknown[];
}

/** Reads the whole of an export file, but for the entries of its znodes. */
export function parseHeader(value: unknown): Parsed<ParsedHeader> {
  return parseWith(headerSchema, value);
}

/** Reads a znode's entry. */
export function parseNode(value: unknown): Parsed<ExportedNode> {
  return parseWith(nodeSchema, value);
}

function parseWith<Output>(schema: v.GenericSchema<unknown, Output>, value: unknown): Parsed<Output> {
  const result = v.safeParse(schema, value, { abortEarly: true });
  if (result.success) return { output: result.output };
  const [issue] = result.issues;
  const keys = issue.path?.map(({ key }) => key as string | number) ?? [];
  return { problem: { keys, message: issue.message } };
}

/** Valibot reports a missing key, one that is not known, and what is no object by the same message. */
function objectOf(fieldsText: string, missing: string): (issue: v.StrictObjectIssue) => string {
  return ({ expected, received, path: keys }) => {
    if (expected === 'never') return `is not known here: an entry ${fieldsText}`;
    if (keys !== undefined) return missing;
    return `must be an object that ${fieldsText}, not ${received}`;
  };
}

function parsedAcl(value: string): readonly Acl[] {
  try {
    return acl.parse(value);
  } catch {
    return [];
  }
}

function textBytes(data: string | null | undefined): Uint8Array | null {
  return typeof data === 'string' ? Buffer.from(data, 'utf8') : null;
}
