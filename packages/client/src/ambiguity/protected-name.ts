/** What stands in front of the name of a protected znode. The same as Apache Curator's, so that its recipes know it. */
const PROTECTED = /^_c_[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}-/;

/** A path whose last part is marked with a `uuid`, by which the znode can be found again whatever number it got. */
export function protectedPath(path: string, uuid: string): string {
  const start = path.lastIndexOf('/') + 1;
  return `${path.slice(0, start)}_c_${uuid}-${path.slice(start)}`;
}

/** Whether the last part of a path is marked with a uuid. */
export function isProtectedPath(path: string): boolean {
  return PROTECTED.test(path.slice(path.lastIndexOf('/') + 1));
}
