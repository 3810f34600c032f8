import { SimulatedDisk } from '@zookit/testkit';
import { zxidOf } from '@zookit/protocol';
import { expect, test } from 'vitest';
import { EpochFiles } from '../src/index.ts';

type Content = Readonly<Record<string, string>>;

function diskWith(content: Content): SimulatedDisk {
  const disk = new SimulatedDisk();
  disk.writeFile('/data/snapshot.0', new Uint8Array(0));
  for (const [name, text] of Object.entries(content)) disk.writeFile(`/data/${name}`, Buffer.from(text));
  return disk;
}

function contentOf(disk: SimulatedDisk): Content {
  const paths = disk.paths.filter((path) => path.includes('Epoch'));
  return Object.fromEntries(
    paths.map((path) => [path.slice('/data/'.length), Buffer.from(disk.readFile(path)).toString()]),
  );
}

test.for([
  ['a new server', {}, 0n, [0, 0]],
  ['a server that was standalone', {}, zxidOf(3, 9), [3, 3]],
  ['a member', { acceptedEpoch: '5', currentEpoch: '4' }, zxidOf(4, 9), [5, 4]],
  ['a member whose files end with a line break', { acceptedEpoch: '5\n', currentEpoch: '4\n' }, 0n, [5, 4]],
  [
    'a crash between log and epoch',
    { acceptedEpoch: '5', currentEpoch: '4', 'currentEpoch.tmp': '5' },
    zxidOf(5, 1),
    [5, 5],
  ],
  [
    'a temporary file that decides nothing',
    { acceptedEpoch: '5', currentEpoch: '5', 'currentEpoch.tmp': '9' },
    0n,
    [5, 5],
  ],
] as [string, Content, bigint, [number, number]][])(
  'the epochs of %s are known',
  async ([, content, lastZxid, [acceptedEpoch, currentEpoch]]) => {
    const disk = diskWith(content);
    expect(await new EpochFiles(disk, '/data').load(lastZxid)).toEqual({ acceptedEpoch, currentEpoch });
    expect(await new EpochFiles(disk, '/data').load(lastZxid)).toEqual({ acceptedEpoch, currentEpoch });
  },
);

test.for([
  [{ currentEpoch: '4' }, 0n, 'acceptedEpoch: it is missing, and currentEpoch is there'],
  [{ acceptedEpoch: '4' }, 0n, 'currentEpoch: it is missing, and acceptedEpoch is there'],
  [{ acceptedEpoch: '3', currentEpoch: '4' }, 0n, 'acceptedEpoch: it says 3, less than 4 in currentEpoch'],
  [
    { acceptedEpoch: '4', currentEpoch: '3' },
    zxidOf(4, 1),
    'currentEpoch: it says 3, but the last transaction is of epoch 4',
  ],
  [{ acceptedEpoch: '4', currentEpoch: '3', 'currentEpoch.tmp': '3' }, zxidOf(4, 1), 'currentEpoch: it says 3'],
  [{ acceptedEpoch: '4', currentEpoch: '3', 'currentEpoch.tmp': 'x' }, zxidOf(4, 1), 'currentEpoch: it says 3'],
  [{ acceptedEpoch: '', currentEpoch: '3' }, 0n, 'acceptedEpoch: it holds no epoch'],
  [{ acceptedEpoch: '-1', currentEpoch: '3' }, 0n, 'acceptedEpoch: it holds no epoch'],
  [{ acceptedEpoch: '4', currentEpoch: '9999999999' }, 0n, 'currentEpoch: it holds no epoch'],
] as [Content, bigint, string][])(
  'the files %j with the last transaction %s are refused',
  async ([content, lastZxid, reason]) => {
    const disk = diskWith(content);
    await expect(new EpochFiles(disk, '/data').load(lastZxid)).rejects.toThrow(reason);
    expect(contentOf(disk)).toEqual(content);
  },
);

test('epochs are kept', async () => {
  const disk = diskWith({});
  const epochs = new EpochFiles(disk, '/data');
  await epochs.setAcceptedEpoch(7);
  await epochs.setCurrentEpoch(6);
  expect(contentOf(disk)).toEqual({ acceptedEpoch: '7', currentEpoch: '6' });
  expect(await epochs.load(0n)).toEqual({ acceptedEpoch: 7, currentEpoch: 6 });
});
