import { spawn } from 'node:child_process';
import { ShellError } from '../failure/shell-error.ts';

const NOT_FOUND = 127;

/** The editor that the user chose, as a command line. */
export function editorOf(environment: Readonly<Record<string, string | undefined>>): string {
  const chosen = [environment['VISUAL'], environment['EDITOR']].find(
    (text) => text !== undefined && text.trim() !== '',
  );
  return chosen ?? 'vi';
}

/** Opens a file in an editor, on this process's terminal, and waits for its end. Rejects if the editor fails. */
export async function runEditor(editor: string, file: string): Promise<void> {
  // The choice may have arguments, as in `code --wait`: it is the system's shell that takes it apart.
  const child = spawn('sh', ['-c', `${editor} "$1"`, 'sh', file], { stdio: 'inherit' });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', resolve);
  });
  if (code === 0) return;
  if (code === NOT_FOUND) throw new ShellError(`There is no editor "${editor}": set VISUAL or EDITOR to one.`);
  throw new ShellError(`The editor "${editor}" ended with ${code ?? 'a signal'}: nothing was set.`);
}
