interface TrieNode<Value> {
  readonly children: Map<string, TrieNode<Value>>;
  value: Value | undefined;
}

/**
 * Values at paths, found by walking a path from the root. What it costs to find the values above a path depends on how
 * deep values lie, not on how deep the path is.
 */
export class PathTrie<Value> {
  readonly #root: TrieNode<Value> = createNode();
  #size = 0;

  /** At how many paths there is a value. */
  get size(): number {
    return this.#size;
  }

  /** The value at exactly `path`. */
  get(path: string): Value | undefined {
    let node: TrieNode<Value> | undefined = this.#root;
    for (const name of namesOf(path)) {
      node = node.children.get(name);
      if (node === undefined) return undefined;
    }
    return node.value;
  }

  /** Puts a value at `path`, in place of one that is there. */
  set(path: string, value: Value): void {
    let node = this.#root;
    for (const name of namesOf(path)) {
      let child = node.children.get(name);
      if (child === undefined) {
        child = createNode();
        node.children.set(name, child);
      }
      node = child;
    }
    if (node.value === undefined) this.#size++;
    node.value = value;
  }

  /** Removes the value at `path`. Does nothing where there is none. */
  delete(path: string): void {
    const names = namesOf(path);
    const passed = [this.#root];
    for (const name of names) {
      const child = passed.at(-1)!.children.get(name);
      if (child === undefined) return;
      passed.push(child);
    }
    const node = passed.at(-1)!;
    if (node.value === undefined) return;
    node.value = undefined;
    this.#size--;
    prune(passed, names);
  }

  /** Calls `visit` with each value at an ancestor of `path` or at `path` itself, from the root downwards. */
  visitAlong(path: string, visit: (value: Value) => void): void {
    let node = this.#root;
    let end = 0;
    for (;;) {
      if (node.value !== undefined) visit(node.value);
      if (end >= path.length || path.length === 1) return;
      const start = end + 1;
      const slash = path.indexOf('/', start);
      end = slash < 0 ? path.length : slash;
      const child = node.children.get(path.slice(start, end));
      if (child === undefined) return;
      node = child;
    }
  }

  /** The value at the longest path that is `path` or an ancestor of it. */
  deepest(path: string): Value | undefined {
    let found: Value | undefined;
    this.visitAlong(path, (value) => (found = value));
    return found;
  }
}

function createNode<Value>(): TrieNode<Value> {
  return { children: new Map(), value: undefined };
}

function namesOf(path: string): string[] {
  return path === '/' ? [] : path.slice(1).split('/');
}

/** Takes away, from below, what holds nothing any more. */
function prune<Value>(passed: readonly TrieNode<Value>[], names: readonly string[]): void {
  for (let depth = names.length; depth > 0; depth--) {
    const node = passed[depth]!;
    if (node.value !== undefined || node.children.size > 0) return;
    passed[depth - 1]!.children.delete(names[depth - 1]!);
  }
}
