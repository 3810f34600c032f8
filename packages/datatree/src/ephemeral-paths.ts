/** What a path adds to the list of a closing session's paths: its length, and itself in UTF-8. */
export function listedBytes(path: string): number {
  return 4 + Buffer.byteLength(path, 'utf8');
}

/** The ephemeral znodes of one session, with the size of the transaction that will delete them. */
export class EphemeralPaths {
  readonly #paths = new Set<string>();
  #bytes = 0;

  get paths(): ReadonlySet<string> {
    return this.#paths;
  }

  /** How long the list of the paths is in a transaction. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Adds a path that is not there yet. */
  add(path: string): void {
    this.#paths.add(path);
    this.#bytes += listedBytes(path);
  }

  /** Removes a path. Tells whether it was there. */
  delete(path: string): boolean {
    const wasThere = this.#paths.delete(path);
    if (wasThere) this.#bytes -= listedBytes(path);
    return wasThere;
  }
}
