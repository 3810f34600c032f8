import { beforeAll, describe, expect, test } from 'vitest';
import {
  apacheServer,
  compare,
  explain,
  installPeers,
  isHintAlone,
  runZkCli,
  runZookit,
  ServerProcess,
  shellDifferences,
  shellTranscript,
  unusedRows,
  zookitServer,
  type Peers,
  type RunShell,
  type ServerKind,
  type Settings,
  type Transcript,
} from '../src/index.ts';

const scripts: readonly (readonly [name: string, settings: Settings])[] = [
  ['nodes', {}],
  ['access', {}],
  ['quotas', {}],
  ['hard-quotas', { enforceQuota: 'true' }],
  ['watches', {}],
];

let peers: Peers;

beforeAll(async () => {
  peers = await installPeers(console.log);
});

describe('zookit prints what zkCli prints', () => {
  const kinds = ['apache', 'zookit'] as const;
  const cases = kinds.flatMap((kind) => scripts.map(([script, settings]) => ({ kind, script, settings })));

  test.for(cases)('at a server of $kind, for the commands of "$script"', async ({ kind, script, settings }) => {
    const server = kind === 'apache' ? apacheServer(peers.java) : zookitServer;
    const [zkCli, zookit] = await Promise.all([
      transcriptAt(server, settings, script, (args, input) => runZkCli(peers.java, args, input)),
      transcriptAt(server, settings, script, runZookit),
    ]);
    const differences = compare(zkCli, zookit).filter((difference) => !isHintAlone(difference));
    const explained = explain(script, differences, shellDifferences);
    expect(explained.filter(({ reason }) => reason === undefined)).toEqual([]);
    expect(unusedRows(script, differences, shellDifferences)).toEqual([]);
  });
});

async function transcriptAt(
  kind: ServerKind,
  settings: Settings,
  script: string,
  runShell: RunShell,
): Promise<Transcript> {
  await using server = await ServerProcess.start(kind, settings);
  return await shellTranscript(script, server, runShell);
}
