import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ServerProcess, waitUntil, zookitServer, type ServerKind } from '../src/index.ts';

let dataDir: string;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'interop-shared-'));
});

afterEach(async () => {
  await rm(dataDir, { recursive: true, force: true });
});

/** Our daemon with a host name and a numbering of processes of its own, as in a container. */
function contained(hostname: string): ServerKind {
  const isolate = ['--pid', '--fork', '--kill-child', '--mount-proc', '--uts'];
  const script = `hostname ${hostname}; exec "$0" "$@"`;
  return {
    name: 'zookit',
    command: (configFile) => ['unshare', ...isolate, 'sh', '-c', script, ...zookitServer.command(configFile)],
  };
}

test.for([
  ['the same name', 'one', 'one'],
  ['another name', 'one', 'other'],
] as const)(
  'a container of %s gets no directory that a server uses, and gets it when that server is gone',
  async ([, first, second]) => {
    const settings = { dataDir, preAllocSize: '64' };
    await using holder = await ServerProcess.start(contained(first), settings);
    await expect(ServerProcess.start(contained(second), settings)).rejects.toThrow(
      new RegExp(`it is in use by process 1 on ${first}\\. Two servers cannot share it`),
    );
    await expect(ServerProcess.start(zookitServer, settings)).rejects.toThrow(/it is in use by process 1/);
    await holder.kill();
    await using heir = await startedWhenFree(contained(second), settings);
    expect((await readdir(join(dataDir, 'version-2'))).filter((name) => name.includes('lock'))).toEqual([
      'zookit.lock',
    ]);
    await heir.kill();
  },
);

/** The processes of a container end a moment after it. */
async function startedWhenFree(kind: ServerKind, settings: Readonly<Record<string, string>>): Promise<ServerProcess> {
  let server: ServerProcess | undefined;
  await waitUntil('the directory is free', async () => {
    server = await ServerProcess.start(kind, settings).catch(() => undefined);
    return server !== undefined;
  });
  return server!;
}
