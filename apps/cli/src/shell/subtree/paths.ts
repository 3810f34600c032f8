/** The path of a child. */
export function childPath(parent: string, name: string): string {
  return parent === '/' ? `/${name}` : `${parent}/${name}`;
}

/** Where `path` lies below `top`: `/` for `top` itself. */
export function relativePath(top: string, path: string): string {
  if (path === top) return '/';
  return top === '/' ? path : path.slice(top.length);
}

/** The path that lies below `top` where `relative` lies below the root. */
export function joinedPath(top: string, relative: string): string {
  if (relative === '/') return top;
  return top === '/' ? relative : top + relative;
}

/** Whether `path` is `top`, or lies below it. */
export function isWithin(top: string, path: string): boolean {
  return path === top || path.startsWith(top === '/' ? '/' : `${top}/`);
}

/** The order in which subtrees are read: a znode in front of its children, these by their names. */
export function comparePaths(left: string, right: string): number {
  const [lefts, rights] = [left.split('/'), right.split('/')];
  for (const [index, name] of lefts.entries()) {
    const other = rights[index];
    if (other === undefined) return 1;
    if (name !== other) return name < other ? -1 : 1;
  }
  return lefts.length - rights.length;
}
