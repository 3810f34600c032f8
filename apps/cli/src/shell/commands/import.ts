import type { Command } from '../command.ts';
import type { CommandContext } from '../command-context.ts';
import type { ExportFormat } from '../export-file/export-format.ts';
import type { ImportOptions, WhenExisting } from '../import/import-options.ts';
import type { ParsedWords } from '../words/parsed-words.ts';

const STANDARD_INPUT = '-';

/** `import`, which brings an exported subtree to a server. */
export const importCommand: Command = {
  name: 'import',
  usage: '[--dry-run] [--existing stop|keep|overwrite] [--ephemerals] [--no-acls] [-v] file [path]',
  summary: 'Creates the znodes of an export file, at the path that they were exported from or at another.',
  details: [
    'A znode that is there already, and is the same, is left as it is: an import that was interrupted goes on when',
    'it is run again. One that differs ends the import, unless --existing says what is to become of it.',
    'Nothing is deleted. What is missing above the path is created, without data.',
    'Ephemeral znodes are skipped, since their sessions are others; with --ephemerals they become persistent.',
    'Names with the number of a sequential znode are kept as they are; the counter of their parent is not: new numbers',
    'begin where as many children as were imported have been created.',
    'With "-" for the file, standard input is read, as JSON or, with --format yaml, as YAML.',
    'A file of JSON is read piece by piece, however large; one of YAML must fit into memory.',
  ].join('\n'),
  examples: ['import app.yaml', 'import --dry-run app.yaml /copy', 'import --existing overwrite app.json'],
  options: [
    { name: 'dry-run', description: 'Prints what would be done, and does nothing' },
    {
      name: 'existing',
      value: 'what',
      description: 'What becomes of a znode that is there, and differs. Default: stop',
      choices: ['stop', 'keep', 'overwrite'],
    },
    { name: 'ephemerals', description: 'Creates ephemeral znodes as persistent ones' },
    { name: 'no-acls', description: 'Lets everybody do everything, whatever the file says' },
    {
      name: 'format',
      value: 'format',
      description: 'The format. Default: that of the name',
      choices: ['json', 'yaml'],
    },
    { name: 'v', description: 'Prints what is done with each znode' },
  ],
  words: [
    { name: 'file', kind: 'file' },
    { name: 'path', kind: 'path', isOptional: true },
  ],
  showsOptions: true,
  async run(context, given) {
    const [file = STANDARD_INPUT, path] = given.words;
    const [{ openInput }, { readExport }, { formatOf }, { runImport }] = await Promise.all([
      import('../import/open-input.ts'),
      import('../export-file/read-export.ts'),
      import('../export-file/export-format.ts'),
      import('../import/run-import.ts'),
    ]);
    const input = await openInput(file === STANDARD_INPUT ? undefined : file);
    const format = (given.value('format') as ExportFormat | undefined) ?? formatOf(file) ?? 'json';
    const reading = await readExport(input.chunks, format, input.name);
    await runImport(
      context,
      { reading, input },
      {
        options: optionsOf(given, path ?? reading.header.root, context),
        isDryRun: given.has('dry-run'),
        isVerbose: given.has('dry-run') || given.has('v'),
      },
    );
  },
};

function optionsOf(given: ParsedWords, target: string, { signal }: CommandContext): ImportOptions {
  return {
    target,
    whenExisting: (given.value('existing') ?? 'stop') as WhenExisting,
    keepsEphemerals: given.has('ephemerals'),
    ignoresAcls: given.has('no-acls'),
    signal,
  };
}
