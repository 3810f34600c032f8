import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startProcess, waitFor } from '@zookit/testkit';
import { afterAll, expect, test } from 'vitest';
import { DataDirectory } from '../src/index.ts';
import { RegisterTarget } from './support/registers.ts';

const folder = mkdtempSync(join(tmpdir(), 'zookit-kill-'));
const script = fileURLToPath(new URL('processes/write-until-killed.ts', import.meta.url));

afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** The last transaction that a process has said to be on disk. */
function lastConfirmed(stdout: string): bigint {
  return BigInt(stdout.slice(0, stdout.lastIndexOf('\n')).split('\n').at(-1)!);
}

/** Each text begins with the transaction that set it, the last one on its path. */
function expectTexts(texts: ReadonlyMap<string, string>, lastZxid: bigint): void {
  for (const [path, text] of texts) {
    const [zxid = ''] = text.split(' ');
    expect(BigInt(zxid) % 10n).toBe(BigInt(path.slice(1)));
    expect(lastZxid - BigInt(zxid)).toBeLessThan(10n);
  }
}

test('a process that is killed again and again loses nothing that it confirmed', { timeout: 60_000 }, async () => {
  for (let kills = 0; kills < 12; kills++) {
    await using writing = startProcess(process.execPath, [script, folder]);
    const batches = 1 + ((kills * 37) % 150);
    await waitFor('batches', () => writing.stdout.split('\n').length > batches || writing.stderr !== '');
    writing.kill('SIGKILL');
    await writing.exit;
    expect(writing.stderr).toBe('');
    await using directory = await DataDirectory.open({ dataDir: folder });
    const { lastZxid, target } = await directory.recover({ createTarget: () => new RegisterTarget() });
    expect(lastZxid).toBeGreaterThanOrEqual(lastConfirmed(writing.stdout));
    expectTexts(target.texts, lastZxid);
  }
});
