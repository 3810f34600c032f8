import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  apacheServer,
  cacheDirectory,
  compare,
  expectedDifferences,
  explain,
  installPeers,
  reportOf,
  ServerProcess,
  sessions,
  summaryOf,
  unusedRows,
  zookitServer,
  type Peers,
  type ServerKind,
  type Session,
  type SessionResult,
  type Transcript,
} from '../src/index.ts';

const results: SessionResult[] = [];
let peers: Peers;

beforeAll(async () => {
  peers = await installPeers(console.log);
});

afterAll(async () => {
  const file = join(cacheDirectory, 'report.md');
  await writeFile(file, reportOf(results));
  console.log(`${summaryOf(results)}\nWhat each side answered: ${file}`);
});

test.for(sessions.map((session) => [session.name, session] as const))(
  '%s gets the same from both servers',
  async ([name, session]) => {
    const [apache, zookit] = await Promise.all([
      runWith(apacheServer(peers.java), session),
      runWith(zookitServer, session),
    ]);
    const differences = compare(apache, zookit);
    const explained = explain(name, differences, expectedDifferences);
    results.push({ session: name, stepCount: apache.size, differences: explained });
    expect(explained.filter(({ reason }) => reason === undefined)).toEqual([]);
    expect(unusedRows(name, differences, expectedDifferences)).toEqual([]);
  },
);

async function runWith(kind: ServerKind, session: Session): Promise<Transcript> {
  await using server = await ServerProcess.start(kind, session.settings);
  return await session.run(server, peers);
}
