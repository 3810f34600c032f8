import { DataDirectory } from '../../src/index.ts';
import { payloadOf, registersAt, RegisterTarget, snapshotBytes } from '../support/registers.ts';

/** Writes transactions into the data directory that it is told, and says the last one that is on disk, until it is killed. */
const [dataDir = ''] = process.argv.slice(2);
const directory = await DataDirectory.open({ dataDir });
const { lastZxid, target, snapshotZxid } = await directory.recover({ createTarget: () => new RegisterTarget() });
if (snapshotZxid === undefined) await takeSnapshot(0n, new Map());
const log = await directory.openLog(lastZxid, { preallocateBytes: 65_536, forceSync: true });
let zxid = lastZxid;
for (let batch = 1; ; batch++) {
  for (let count = 0; count < 1 + (batch % 7); count++) {
    const text = `${++zxid} ${'x'.repeat(Number((zxid * 7919n) % 900n))}`;
    const txn = { zxid, path: `/${zxid % 10n}`, text };
    target.texts.set(txn.path, text);
    log.append(zxid, payloadOf(txn));
  }
  await log.sync();
  process.stdout.write(`${zxid}\n`);
  if (batch % 40 === 0) await takeSnapshot(zxid, target.texts);
  if (batch % 40 === 0) log.roll();
}

async function takeSnapshot(at: bigint, texts: ReadonlyMap<string, string>): Promise<void> {
  const writer = await directory.createSnapshot(at, 'none');
  await writer.write(snapshotBytes({ ...registersAt([], at), texts }));
  await writer.finish({ digest: undefined, lastZxid: at });
  await directory.purge(3);
}
