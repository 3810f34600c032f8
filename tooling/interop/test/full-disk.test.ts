import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  apacheServer,
  installPeers,
  RememberedWrites,
  ServerProcess,
  SmallDisk,
  zookitServer,
  type ServerKind,
} from '../src/index.ts';

const SOUND = { lost: [], invented: [] };

test.for([64, 65_536])(
  'on a disk that becomes full nothing acknowledged is lost, and with room it goes on (preAllocSize=%i)',
  async (preAllocSize) => {
    const settings = { preAllocSize: String(preAllocSize), snapCount: '300' };
    const written = new RememberedWrites();
    await using disk = await SmallDisk.mount(1024);
    const dataDir = disk.path;
    {
      await using server = await ServerProcess.start(zookitServer, { ...settings, dataDir });
      await written.create(server.port);
      expect(await server.exitCode).toBe(1);
      expect(await server.log()).toMatch(
        /log\.[0-9a-f]+ could not be written at offset \d+: ENOSPC: [^;]*; the disk is full: make room, then start/,
      );
    }
    expect(written.acknowledgedCount).toBeGreaterThan(100);

    await disk.fill();
    await expect(ServerProcess.start(zookitServer, { ...settings, dataDir })).rejects.toThrow(
      /the disk is full: make room/,
    );
    await disk.clear();
    await disk.resize(65_536);

    const { java } = await installPeers(console.log);
    expect(await auditOfCopy(apacheServer(java), dataDir, written)).toEqual(SOUND);
    for (let restart = 0; restart < 2; restart++) {
      await using server = await ServerProcess.start(zookitServer, { ...settings, dataDir });
      expect(await written.audit(server.port)).toEqual(SOUND);
      await written.create(server.port, 500);
      expect(await written.audit(server.port)).toEqual(SOUND);
    }
  },
);

test('a file system that is mounted read-only is told of at the start, and does no harm', async () => {
  const written = new RememberedWrites();
  await using disk = await SmallDisk.mount(65_536);
  const settings = { preAllocSize: '64', dataDir: disk.path };
  {
    await using server = await ServerProcess.start(zookitServer, settings);
    await written.create(server.port, 100);
  }
  await disk.makeReadOnly();
  await expect(ServerProcess.start(zookitServer, settings)).rejects.toThrow(
    /the file system is mounted read-only: mount it to be written to/,
  );
  await disk.makeWritable();
  await using server = await ServerProcess.start(zookitServer, settings);
  expect(await written.audit(server.port)).toEqual(SOUND);
  expect(written.acknowledgedCount).toBe(100);
});

/** What another server makes of a copy of the files. */
async function auditOfCopy(kind: ServerKind, dataDir: string, written: RememberedWrites): Promise<unknown> {
  const copy = await mkdtemp(join(tmpdir(), 'interop-copy-'));
  try {
    await cp(dataDir, copy, { recursive: true });
    await using server = await ServerProcess.start(kind, { dataDir: copy });
    return await written.audit(server.port);
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}
