import type { Command } from '../command.ts';
import type { CommandContext } from '../command-context.ts';
import type { DifferentPart } from '../diff/difference.ts';
import type { SideContext } from '../diff/sides.ts';
import type { ParsedWords } from '../words/parsed-words.ts';

/** The code for a comparison that failed: 1 says that there are differences. */
const TROUBLE = 2;

/** `diff`, which compares two subtrees. */
export const diff: Command = {
  name: 'diff',
  usage: '[--no-acls] [--no-ephemerals] [--skip-denied] left right',
  summary: 'Compares two subtrees: of this server, of others, or in export files.',
  details: [
    'A side is a path of this server, as in /app; a path of others, as in h1:2181,h2:2181/app; or an export file, as in',
    'app.yaml, or in file:/tmp/app.yaml if its name looks like a path.',
    'Data, ACLs and which znodes are ephemeral are compared, not versions and times. Data that is text is shown as a unified diff.',
    'Ends with 0 if there is no difference, with 1 if there is one, and with 2 if it could not be found out.',
  ].join('\n'),
  examples: ['diff /app /app-copy', 'diff /app h2:2181/app', 'diff app.yaml /app', 'diff h1:2181/ h2:2181/'],
  options: [
    { name: 'no-acls', description: 'Does not compare ACLs' },
    { name: 'no-ephemerals', description: 'Leaves ephemeral znodes out' },
    { name: 'skip-denied', description: 'Leaves out what may not be read, and what lies below it' },
  ],
  words: [
    { name: 'left', kind: 'path', isUnchecked: true },
    { name: 'right', kind: 'path', isUnchecked: true },
  ],
  isLocal: true,
  showsOptions: true,
  failureCode: TROUBLE,
  async run(context, given) {
    if (await showDifferences(context, given)) context.shell.markFailed();
  },
};

async function showDifferences(context: CommandContext, given: ParsedWords): Promise<boolean> {
  const { output, terminal } = context;
  const [{ sideOf }, { openSide }, { compareSubtrees }, { differenceText }, { differenceValue }] = await Promise.all([
    import('../diff/side.ts'),
    import('../diff/sides.ts'),
    import('../diff/compare-subtrees.ts'),
    import('../diff/difference-text.ts'),
    import('../diff/difference-value.ts'),
  ]);
  const [left = '', right = ''] = given.words;
  const sides = { left: sideOf(left), right: sideOf(right) };
  const names = { left: sides.left.name, right: sides.right.name };
  const sideContext = contextOf(context, given);
  await using one = await openSide(sides.left, sideContext);
  await using other = await openSide(sides.right, sideContext);
  const progress = terminal.progress('comparing');
  let count = 0;
  try {
    for await (const difference of compareSubtrees(one.nodes, other.nodes, { ignores: ignoredParts(given) })) {
      count++;
      progress.end();
      await output.result(differenceText(difference, names), differenceValue(difference));
    }
  } finally {
    progress.end();
  }
  return count > 0;
}

function contextOf({ shell, output, signal }: CommandContext, given: ParsedWords): SideContext {
  const { connection } = shell;
  return {
    session: () => {
      if (connection.stateName === 'CLOSED') connection.open();
      return connection.ready(signal);
    },
    settings: connection.settings,
    options: {
      withEphemerals: !given.has('no-ephemerals'),
      skipsDenied: given.has('skip-denied'),
      signal,
      note: (text) => {
        output.note(text);
      },
    },
  };
}

function ignoredParts(given: ParsedWords): ReadonlySet<DifferentPart> {
  return new Set(given.has('no-acls') ? ['acl'] : []);
}
