import type { Operations } from '@zookit/client';
import type { ExportedNode } from '../export-file/exported-node.ts';
import type { ExportFormat } from '../export-file/export-format.ts';
import type { Command } from '../command.ts';
import { countText } from '../output/amounts.ts';
import type { Progress } from '../output/progress.ts';
import type { ParsedWords } from '../words/parsed-words.ts';

const STANDARD_OUTPUT = '-';

/** `export`, which writes a subtree to a file. */
export const exportCommand: Command = {
  name: 'export',
  usage: '[--format json|yaml] [--force] [--no-ephemerals] [--skip-denied] path [file]',
  summary: 'Writes a subtree, with data and ACLs, to a file that "import" and "diff" read.',
  details: [
    'Without a file, or with "-", it goes to standard output. The format is that of the name of the file; else JSON.',
    'Data is text where it is UTF-8, else base64; null where there is none. ACLs are kept, and which znodes are ephemeral;',
    "versions and times are not. The server's own /zookeeper is left out of /.",
    'Servers tell no client which znodes are containers or have a TTL: they are exported as persistent ones. In the file,',
    '"kind" may be set to "container", or to "ttl" with a "ttlMs".',
    'Each znode is as it was when it was read: the subtree as a whole may never have been so.',
    'The file is there when it is whole, and may be read by its owner only.',
  ].join('\n'),
  examples: ['export /app app.yaml', 'export /app | gzip > app.json.gz', 'export --no-ephemerals / all.json'],
  options: [
    {
      name: 'format',
      value: 'format',
      description: 'The format. Default: that of the name',
      choices: ['json', 'yaml'],
    },
    { name: 'force', description: 'Replaces a file that is there' },
    { name: 'no-ephemerals', description: 'Leaves ephemeral znodes out' },
    { name: 'skip-denied', description: 'Leaves out what may not be read, and what lies below it' },
  ],
  words: [
    { name: 'path', kind: 'path' },
    { name: 'file', kind: 'file', isOptional: true },
  ],
  showsOptions: true,
  async run({ client, output, signal, terminal }, given) {
    const [path = '/', file = STANDARD_OUTPUT] = given.words;
    const [{ writeExport }, { exportedNodes }, { writeWholeFile }] = await Promise.all([
      import('../export-file/write-export.ts'),
      import('../export/exported-nodes.ts'),
      import('../export/write-whole-file.ts'),
    ]);
    const progress = terminal.progress('exporting');
    const count = { nodes: 0 };
    try {
      const nodes = exportedNodes(client, path, {
        withEphemerals: !given.has('no-ephemerals'),
        skipsDenied: given.has('skip-denied'),
        signal,
        note: (text) => {
          progress.end();
          output.note(text);
        },
      });
      const counted = counting(nodes, count, await totalOf(client, path, signal), progress);
      const pieces = writeExport(await formatFor(file, given), { root: path }, counted);
      if (file !== STANDARD_OUTPUT) await writeWholeFile(file, pieces, given.has('force'));
      else for await (const piece of pieces) await output.write(piece);
    } finally {
      progress.end();
    }
    if (file !== STANDARD_OUTPUT)
      await output.result(`${file}: ${countText(count.nodes, 'znode')}`, { file, ...count });
  },
};

async function formatFor(file: string, given: ParsedWords): Promise<ExportFormat> {
  const { formatOf } = await import('../export-file/export-format.ts');
  return (given.value('format') as ExportFormat | undefined) ?? formatOf(file) ?? 'json';
}

/** How many znodes there are; undefined to who may not know. */
async function totalOf(client: Operations, path: string, signal: AbortSignal): Promise<number | undefined> {
  try {
    return 1 + (await client.childCount(path, { recursive: true, signal }));
  } catch (error) {
    const { ErrorCode, isZooKeeperError } = await import('@zookit/client');
    if (isZooKeeperError(error, ErrorCode.NoAuth)) return undefined;
    throw error;
  }
}

async function* counting(
  nodes: AsyncIterable<ExportedNode>,
  count: { nodes: number },
  total: number | undefined,
  progress: Progress,
): AsyncGenerator<ExportedNode, void, undefined> {
  for await (const node of nodes) {
    progress.update(++count.nodes, total, node.path);
    yield node;
  }
}
