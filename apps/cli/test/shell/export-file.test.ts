import { acl, type Acl } from '@zookit/client';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ExportedNode } from '../../src/shell/export-file/exported-node.ts';
import type { ExportFormat } from '../../src/shell/export-file/export-format.ts';
import { readExport } from '../../src/shell/export-file/read-export.ts';
import { writeExport } from '../../src/shell/export-file/write-export.ts';
import { ShellError } from '../../src/shell/failure/shell-error.ts';
import { asyncOf, collect } from './collect.ts';

const formats: readonly ExportFormat[] = ['json', 'yaml'];

const name = fc.oneof(
  fc.stringMatching(/^[a-z0-9_-]{1,8}$/u),
  fc.constantFrom(
    '"',
    "'",
    '#',
    '-',
    ': ',
    '~',
    'null',
    'true',
    '0x1',
    '[]',
    '{',
    ' ',
    'ä',
    '日本',
    '%',
    '\\',
    '&a',
    '*a',
  ),
);
const path = fc.array(name, { maxLength: 4 }).map((names) => `/${names.join('/')}`);
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({
    unit: fc.constantFrom('a', ' ', '\n', '\t', '\r', ':', '#', '-', '\u0085', '\u2028', '\uFEFF', '\u0000', '"'),
  }),
  fc.constantFrom('', 'null', '~', '0x10', '---', '...', '- a\n- b\n', ' leading', 'trailing ', '\n\n', '|\n', 'a\n\n'),
);
const data = fc.oneof(
  text.map((value) => Buffer.from(value)),
  fc.uint8Array(),
  fc.constant(null),
);
const entry: fc.Arbitrary<Acl> = fc.record({
  permissions: fc.integer({ min: 0, max: 31 }),
  id: fc.constantFrom(
    { scheme: 'world', id: 'anyone' },
    { scheme: 'digest', id: 'bob:Rdg4v+a=' },
    { scheme: 'x509', id: 'CN=a,O=b' },
    { scheme: 'ip', id: '10.0.0.0/8' },
    { scheme: 'ip', id: '2001:db8::1' },
  ),
});
const life = fc.oneof(
  fc
    .constantFrom('persistent', 'ephemeral', 'container')
    .map((kind) => ({ kind: kind as 'persistent', ttlMs: undefined })),
  fc.integer({ min: 1 }).map((ttlMs) => ({ kind: 'ttl' as const, ttlMs })),
);
const node: fc.Arbitrary<ExportedNode> = fc
  .record({ path, data, acl: fc.oneof(fc.constant(acl.open), fc.array(entry, { minLength: 1, maxLength: 3 })), life })
  .map(({ life: { kind, ttlMs }, ...rest }) => ({ ...rest, kind, ttlMs }));

/** The same values in the same classes, so that they can be compared. */
const plain = ({ data: bytes, acl: entries, ...rest }: ExportedNode) => ({
  ...rest,
  acl: acl.format(entries),
  data: bytes === null ? null : Buffer.from(bytes).toString('hex'),
});

describe('what is written is what is read', () => {
  test.for(formats)('as %s', async (format) => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(node, { maxLength: 8 }),
        path,
        fc.integer({ min: 1, max: 50 }),
        async (nodes, root, size) => {
          const written = await textOf(format, root, nodes);
          const reading = await readExport(chunksOf(Buffer.from(written), size), format, 'a.file');
          expect(reading.header).toEqual({ root });
          const read = (await collect(reading.nodes)).map((placed) => plain(placed.node));
          expect(read).toEqual(nodes.map(plain));
        },
      ),
    );
  });
});

const sample: readonly ExportedNode[] = [
  { path: '/', data: Buffer.from('hello'), acl: acl.open, kind: 'persistent', ttlMs: undefined },
  { path: '/bytes', data: Buffer.from([0, 255]), acl: acl.readOnly, kind: 'container', ttlMs: undefined },
  { path: '/lines', data: Buffer.from('one\ntwo\n'), acl: acl.open, kind: 'ttl', ttlMs: 5000 },
  { path: '/none', data: null, acl: acl.open, kind: 'persistent', ttlMs: undefined },
];

test('JSON has a line for each znode', async () => {
  expect(await textOf('json', '/app', sample)).toMatchInlineSnapshot(`
    "{
      "format": "zookit-export",
      "root": "/app",
      "version": 1,
      "znodes": [
        {"path":"/","data":"hello"},
        {"path":"/bytes","kind":"container","base64":"AP8=","acl":["world:anyone:r"]},
        {"path":"/lines","kind":"ttl","ttlMs":5000,"data":"one\\ntwo\\n"},
        {"path":"/none","data":null}
      ]
    }
    "
  `);
});

test('YAML is as one would write it', async () => {
  expect(await textOf('yaml', '/app', sample)).toMatchInlineSnapshot(`
    "format: zookit-export
    root: /app
    version: 1
    znodes:
    - path: /
      data: hello
    - path: /bytes
      kind: container
      base64: AP8=
      acl:
        - world:anyone:r
    - path: /lines
      kind: ttl
      ttlMs: 5000
      data: |
        one
        two
    - path: /none
      data: null
    "
  `);
});

test('a subtree without znodes is a file nevertheless', async () => {
  for (const format of formats) {
    const reading = await readExport(chunksOf(Buffer.from(await textOf(format, '/a', [])), 9), format, 'a.file');
    expect(await collect(reading.nodes)).toEqual([]);
  }
});

test('JSON may be laid out in any way, and its keys ordered, as long as the znodes come last', async () => {
  const value = JSON.parse(await textOf('json', '/app', sample)) as Record<string, unknown>;
  const { format, ...rest } = value;
  for (const text of [JSON.stringify(value), JSON.stringify({ version: 1, format, ...rest }, undefined, 7)]) {
    const reading = await readExport(chunksOf(Buffer.from(text), 5), 'json', 'a.json');
    expect((await collect(reading.nodes)).map((placed) => plain(placed.node))).toEqual(sample.map(plain));
  }
});

describe('an error names the file, the place and what would be right:', () => {
  const head = '{"format":"zookit-export","root":"/app","version":1,"znodes":[\n';
  const json = [
    ['', ''],
    ['[]', ''],
    ['{"format":"zookit-export"', ''],
    ['{"format":"other","root":"/","version":1,"znodes":[]}', ''],
    ['{"format":"zookit-export","root":"/","version":2,"znodes":[]}', ''],
    ['{"format":"zookit-export","version":1,"znodes":[]}', ''],
    [`${head}]}`, ' and more'],
    [head, '{"path":"/"}\n'],
    [head, '{"path":"/"},\n]}'],
    [head, '{"path":"/"}\n{"path":"/a"}]}'],
    [head, '{"path":"/"},\n{"path":"a"}]}'],
    [head, '{"path":"/"},\n{"path":"/a","dat":"x"}]}'],
    [head, '{"path":"/"},\n\n{"data":"x"}]}'],
    [head, '"/"]}'],
    [head, '{"path":"/","data":5}]}'],
    [head, '{"path":"/","data":"a","base64":"YQ=="}]}'],
    [head, '{"path":"/","base64":"?"}]}'],
    [head, '{"path":"/","kind":"sequential"}]}'],
    [head, '{"path":"/","kind":"ttl"}]}'],
    [head, '{"path":"/","ttlMs":0,"kind":"ttl"}]}'],
    [head, '{"path":"/","acl":[]}]}'],
    [head, '{"path":"/","acl":["world:anyone:r","world:anyone"]}]}'],
    [head, '{"path":"/","acl":"world:anyone:r"}]}'],
  ] as const;

  test('in JSON', async () => {
    const messages = await Promise.all(json.map(([before, after]) => messageOf('json', before + after)));
    expect(messages.join('\n')).toMatchInlineSnapshot(`
      "a.json: is no JSON: there is nothing where a value should be
      a.json: format is missing: format, root and version stand in front of znodes
      a.json:1: the file ends too early: a part of it is missing
      a.json:1: format must be "zookit-export"
      a.json:1: version must be 1: a newer zookit may have written this
      a.json:1: root is missing: format, root and version stand in front of znodes
      a.json: is no JSON: Unexpected non-whitespace character after JSON at position 65 (line 1 column 66)
      a.json:3: the file ends too early: a part of it is missing
      a.json:3: is no JSON: there is nothing where a value should be
      a.json:2: is no JSON: Unexpected non-whitespace character after JSON at position 14 (line 3 column 1)
      a.json:3: znodes[1].path does not start with "/": "a"
      a.json:3: znodes[1].dat is not known here: an entry has path, and any of kind, ttlMs, data or base64, and acl
      a.json:4: znodes[1].path is missing
      a.json:2: znodes[0] must be an object that has path, and any of kind, ttlMs, data or base64, and acl, not "/"
      a.json:2: znodes[0].data must be text or null; bytes that are no text go into "base64"
      a.json:2: znodes[0] must have either data or base64, not both
      a.json:2: znodes[0].base64 must be well-formed base64
      a.json:2: znodes[0].kind must be one of persistent, ephemeral, container, ttl
      a.json:2: znodes[0] must have ttlMs if, and only if, kind is ttl
      a.json:2: znodes[0].ttlMs must be 1 or more
      a.json:2: znodes[0].acl must have at least one entry; leave it out for "world:anyone:cdrwa"
      a.json:2: znodes[0].acl[1] must be scheme:id:permissions, as in "world:anyone:cdrwa", not "world:anyone"
      a.json:2: znodes[0].acl must be a list of entries such as "world:anyone:cdrwa""
    `);
  });

  const yamlHead = 'format: zookit-export\nroot: /app\nversion: 1\nznodes:\n';
  const yaml = [
    '',
    '- a\n',
    'format: [\n',
    'format: other\nroot: /\nversion: 1\nznodes: []\n',
    yamlHead,
    `${yamlHead}  - path: /\n  - path: a\n`,
    `${yamlHead}  - path: /\n    acl:\n      - world:anyone:r\n      - world:anyone\n`,
    `${yamlHead}  - data: x\n`,
    `${yamlHead}  - path: /\n    data: 5\n`,
    `${yamlHead}  - path: /\n    path: /\n`,
  ];

  test('in YAML', async () => {
    const messages = await Promise.all(yaml.map((text) => messageOf('yaml', text)));
    expect(messages.join('\n')).toMatchInlineSnapshot(`
      "a.yaml: the file must be an object that has format, version, root and znodes, not null
      a.yaml:1:1: format is missing: format, root and version stand in front of znodes
      a.yaml:2:1: is no YAML: Flow sequence in block collection must be sufficiently indented and end with a ]
      a.yaml:1:9: format must be "zookit-export"
      a.yaml:4:8: znodes must be a list
      a.yaml:6:11: znodes[1].path does not start with "/": "a"
      a.yaml:8:9: znodes[0].acl[1] must be scheme:id:permissions, as in "world:anyone:cdrwa", not "world:anyone"
      a.yaml:5:5: znodes[0].path is missing
      a.yaml:6:11: znodes[0].data must be text or null; bytes that are no text go into "base64"
      a.yaml:6:5: is no YAML: Map keys must be unique"
    `);
  });

  test('in what is no text', async () => {
    const reading = readExport(chunksOf(Buffer.from([0x7b, 0xff]), 1), 'json', 'a.json');
    await expect(reading).rejects.toThrow('a.json: is no text in UTF-8');
  });
});

async function messageOf(format: ExportFormat, text: string): Promise<string> {
  try {
    const reading = await readExport(chunksOf(Buffer.from(text), 7), format, `a.${format}`);
    await collect(reading.nodes);
    return `nothing is wrong with ${text}`;
  } catch (error) {
    if (error instanceof ShellError) return error.message;
    throw error;
  }
}

async function textOf(format: ExportFormat, root: string, nodes: readonly ExportedNode[]): Promise<string> {
  const pieces = await collect(writeExport(format, { root }, asyncOf(nodes)));
  return pieces.join('');
}

async function* chunksOf(bytes: Buffer, size: number): AsyncGenerator<Uint8Array, void, undefined> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}
