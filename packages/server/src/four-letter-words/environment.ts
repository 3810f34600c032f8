import { homedir, hostname, release, tmpdir, type as operatingSystem, userInfo } from 'node:os';
import { dirname } from 'node:path';
import { getHeapStatistics } from 'node:v8';
import type { ServerView } from '../server-view.ts';

/** How Java names the processors that Node names otherwise. */
const JAVA_ARCHITECTURES: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'aarch64', ia32: 'x86' };

/** `envi`: what the server runs on. Keys that tell of a Java machine tell of Node. */
export function environment(view: ServerView): string {
  const heap = getHeapStatistics();
  const entries: [string, string][] = [
    ['zookeeper.version', view.version],
    ['host.name', hostname()],
    ['java.version', process.version],
    ['java.vendor', 'Node.js'],
    ['java.home', dirname(process.execPath)],
    ['java.class.path', ''],
    ['java.library.path', ''],
    ['java.io.tmpdir', tmpdir()],
    ['java.compiler', '<NA>'],
    ['os.name', operatingSystem()],
    ['os.arch', JAVA_ARCHITECTURES[process.arch] ?? process.arch],
    ['os.version', release()],
    ['user.name', userName()],
    ['user.home', homedir()],
    ['user.dir', process.cwd()],
    ['os.memory.free', megabytes(heap.total_heap_size - heap.used_heap_size)],
    ['os.memory.max', megabytes(heap.heap_size_limit)],
    ['os.memory.total', megabytes(heap.total_heap_size)],
  ];
  return `Environment:\n${entries.map(([key, value]) => `${key}=${value}\n`).join('')}`;
}

/** A container may run under a user id that has no name: Java says `?` then. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return '?';
  }
}

function megabytes(bytes: number): string {
  return `${Math.trunc(bytes / 1024 / 1024)}MB`;
}
