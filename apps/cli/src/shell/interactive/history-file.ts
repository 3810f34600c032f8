import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

const LINES_MAX = 1000;
/** Lines that may hold passwords, or what opens as well as one. */
const SECRET = /^\s*addauth\b|\b(?:auth|digest):[^:\s]*:|--?(?:auth|tls-passphrase)\b/iu;

/** The lines of earlier shells, in a file that only its owner may read. Secrets are not written. */
export class HistoryFile {
  readonly #path: string;

  /** An empty path is for none: nothing is read or written. */
  constructor(path: string) {
    this.#path = path;
  }

  /** What there is, the latest first. A file that can't be read is as good as none. */
  read(): readonly string[] {
    const lines = this.#lines();
    if (lines.length > 2 * LINES_MAX)
      this.#write(() => writeFileSync(this.#path, `${lines.slice(-LINES_MAX).join('\n')}\n`));
    return lines.slice(-LINES_MAX).reverse();
  }

  /** Remembers a line, unless it may hold a secret. That it can't be written stops nobody from working. */
  add(line: string): void {
    if (line.trim() === '' || SECRET.test(line)) return;
    this.#write(() => {
      mkdirSync(dirname(this.#path), { recursive: true, mode: 0o700 });
      appendFileSync(this.#path, `${line.trim()}\n`, { mode: 0o600 });
    });
  }

  #lines(): string[] {
    if (this.#path === '') return [];
    try {
      return readFileSync(this.#path, 'utf8')
        .split('\n')
        .filter((line) => line !== '');
    } catch {
      return [];
    }
  }

  #write(write: () => void): void {
    if (this.#path === '') return;
    try {
      write();
    } catch {
      // A home that is full or read-only.
    }
  }
}

/** Where it is, by the XDG Base Directory Specification. */
export function historyPath(environment: Readonly<Record<string, string | undefined>>): string {
  const state = environment['XDG_STATE_HOME'];
  const directory = state === undefined || state === '' ? join(homedir(), '.local', 'state') : state;
  return join(directory, 'zookit', 'history');
}
