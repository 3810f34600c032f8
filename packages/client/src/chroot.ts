import { assertPath } from '@zookit/protocol';

/** Translates between the paths of the caller and those of the server. */
export class Chroot {
  readonly #prefix: string;

  /** The prefix is empty or a valid path other than the root. */
  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  /** The server's path for a caller's. Throws `BadArgumentsError` when it can't name a znode. */
  resolve(path: string): string {
    assertPath(path);
    return this.join(path);
  }

  /** As {@link Chroot.resolve}, for a path that has been checked. */
  join(path: string): string {
    if (this.#prefix === '') return path;
    return path === '/' ? this.#prefix : this.#prefix + path;
  }

  /** As {@link Chroot.join}, for a sequential znode: the number is still to come, so that the path may end in `/`. */
  joinSequential(path: string): string {
    return this.#prefix + path;
  }

  /** Whether a server's path is at or below this one. */
  contains(serverPath: string): boolean {
    return this.#prefix === '' || serverPath === this.#prefix || serverPath.startsWith(`${this.#prefix}/`);
  }

  /** The chroot of a view below a path of this one. Throws `BadArgumentsError` when it can't name a znode. */
  below(path: string): Chroot {
    const prefix = this.resolve(path);
    return prefix === '/' ? this : new Chroot(prefix);
  }

  /** The caller's path for a server's. */
  strip(path: string): string {
    if (this.#prefix === '') return path;
    if (path === this.#prefix) return '/';
    return this.contains(path) ? path.slice(this.#prefix.length) : path;
  }
}

/** For paths that are the server's own. */
export const noChroot: Chroot = new Chroot('');
