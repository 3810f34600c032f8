import type { Command } from '../command.ts';

/** `edit`, which opens the data of a znode in an editor. */
export const edit: Command = {
  name: 'edit',
  usage: '[--continue file] path',
  summary: 'Opens the data of a znode in $VISUAL or $EDITOR, and sets what was saved.',
  details: [
    'Nothing is set if nothing was changed, or if the editor fails. If others changed the data meanwhile, theirs stays,',
    'and what was written is kept in a file: --continue opens that again, to be set in place of what is there now.',
    'A line end that the editor put behind the last line is left out, unless there was one before.',
  ].join('\n'),
  examples: ['edit /app/config', 'edit --continue /tmp/zookit-edit-Ab12/config /app/config'],
  options: [{ name: 'continue', value: 'file', description: 'Goes on with a file that was kept' }],
  words: [{ name: 'path', kind: 'path' }],
  showsOptions: true,
  async run({ client, output, terminal, signal }, given) {
    const [path = ''] = given.words;
    const [{ editZnode }, { editorOf }] = await Promise.all([
      import('../edit/edit-znode.ts'),
      import('../edit/run-editor.ts'),
    ]);
    const stat = await editZnode(client, path, {
      editor: editorOf(process.env),
      continued: given.value('continue'),
      terminal,
      output,
      signal,
    });
    if (stat === undefined) await output.result('nothing changed', { path, isChanged: false });
    else await output.result(`${path}: version ${stat.version}`, { path, isChanged: true, version: stat.version });
  },
};
