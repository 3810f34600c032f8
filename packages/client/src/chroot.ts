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
    if (this.#prefix === '') return path;
    return path === '/' ? this.#prefix : this.#prefix + path;
  }

  /** As {@link Chroot.resolve}, for a sequential znode: the number is still to come, so that the path may end in `/`. */
  resolveSequential(path: string): string {
    assertPath(`${path}0`);
    return this.#prefix + path;
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
    return path.startsWith(`${this.#prefix}/`) ? path.slice(this.#prefix.length) : path;
  }
}

/** For paths that are the server's own. */
export const noChroot: Chroot = new Chroot('');
