import { createServer } from 'node:net';
import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { MntrReport } from '../../src/shell/four-letter-words/parse-mntr.ts';
import { parseCons } from '../../src/shell/four-letter-words/parse-cons.ts';
import { parseSrvr } from '../../src/shell/four-letter-words/parse-srvr.ts';
import { reportServer } from '../../src/shell/four-letter-words/report-server.ts';
import { wordAnswer } from '../../src/shell/four-letter-words/word-answer.ts';

const SRVR = `Zookeeper version: 3.9.4-7246445ec281f3dbf53dc54e970c914f39713903, built on 2025-08-19 19:53 UTC
Latency min/avg/max: 0/14.5455/52
Received: 19
Sent: 17
Connections: 2
Outstanding: 0
Zxid: 0x300000006
Mode: leader
Node count: 9
Proposal sizes last/min/max: 64/48/95
`;

const MNTR = `zk_version\t3.9.4-7246445ec281f3dbf53dc54e970c914f39713903, built on 2025-08-19 19:53 UTC
zk_server_state\tleader
zk_ephemerals_count\t1
zk_num_alive_connections\t2
zk_avg_latency\t1.625
zk_outstanding_requests\t0
zk_znode_count\t9
zk_global_sessions\t1
zk_watch_count\t7
zk_min_latency\t0
zk_max_latency\t52
zk_approximate_data_size\t182
zk_packets_sent\t43
zk_packets_received\t45
zk_learners\t2
zk_synced_followers\t1
zk_quorum_size\t3
`;

const CONS = ` /127.0.0.1:34664[0](queued=0,recved=1,sent=0)
 /[0:0:0:0:0:0:0:1]:34662[1](queued=2,recved=11,sent=11,sid=0x300002d262f0000,lop=SETD,est=1795300947229,to=10000,lcxid=0xa,lzxid=0x300000006,lresp=3010339,llat=19,minlat=0,avglat=14,maxlat=52)

`;

test('srvr is read', () => {
  expect(parseSrvr(SRVR)).toEqual({
    version: '3.9.4-7246445ec281f3dbf53dc54e970c914f39713903',
    mode: 'leader',
    zxid: '0x300000006',
    latencyMs: { min: 0, average: 14.5455, max: 52 },
    received: 19,
    sent: 17,
    connections: 2,
    outstanding: 0,
    nodeCount: 9,
  });
});

test('what srvr does not say is undefined', () => {
  expect(new Set(Object.values(parseSrvr('Mode:\n')))).toEqual(new Set([undefined, '']));
});

test('mntr is read, by the newest of names that there is', () => {
  const report = new MntrReport(MNTR);
  expect(report.number('learners', 'followers')).toBe(2);
  expect(report.number('nothing', 'avg_latency')).toBe(1.625);
  expect(report.number('nothing')).toBeUndefined();
  expect(report.text('server_state')).toBe('leader');
});

test('cons is read, also of connections without a session', () => {
  expect(parseCons(CONS)).toEqual([
    expect.objectContaining({ address: '127.0.0.1:34664', session: undefined, queued: 0, received: 1, sent: 0 }),
    {
      address: '[0:0:0:0:0:0:0:1]:34662',
      session: '0x300002d262f0000',
      queued: 2,
      received: 11,
      sent: 11,
      lastOperation: 'SETD',
      establishedMs: 1_795_300_947_229,
      timeoutMs: 10_000,
      lastLatencyMs: 19,
      averageLatencyMs: 14,
      maxLatencyMs: 52,
    },
  ]);
});

test('an answer is told from a refusal', () => {
  expect(wordAnswer('imok')).toEqual({ type: 'text', text: 'imok' });
  expect(wordAnswer('ruok is not executed because it is not in the whitelist.\n').type).toBe('refused');
  expect(wordAnswer('This ZooKeeper instance is not currently serving requests').type).toBe('not-serving');
  expect(wordAnswer('').type).toBe('silent');
});

describe('the report of a server', () => {
  const options = { timeoutMs: 5000 };
  const refusal = (word: string) => `${word} is not executed because it is not in the whitelist.\n`;

  test('has what mntr knows beside srvr', async () => {
    await using server = await wordServer({ srvr: SRVR, mntr: MNTR, cons: CONS });
    const report = await reportServer(server.endpoint, ['srvr', 'mntr', 'cons'], options);
    expect(report).toMatchObject({ state: 'serving', mode: 'leader', zxid: '0x300000006', nodeCount: 9, refused: [] });
    expect(report).toMatchObject({ watches: 7, sessions: 1, followers: 2, syncedFollowers: 1, quorumSize: 3 });
    expect(report.clients).toHaveLength(2);
  });

  test('does without mntr where it is not allowed, and says so', async () => {
    await using server = await wordServer({ srvr: SRVR, mntr: refusal('mntr') });
    const report = await reportServer(server.endpoint, ['srvr', 'mntr'], options);
    expect(report).toMatchObject({ state: 'serving', mode: 'leader', connections: 2, refused: ['mntr'] });
    expect(report.watches).toBeUndefined();
  });

  test('does without srvr, too', async () => {
    await using server = await wordServer({ srvr: refusal('srvr'), mntr: MNTR });
    const report = await reportServer(server.endpoint, ['srvr', 'mntr'], options);
    expect(report).toMatchObject({ mode: 'leader', received: 45, latencyMs: { min: 0, average: 1.625, max: 52 } });
    expect(report.zxid).toBeUndefined();
  });

  test('says why there is none', async () => {
    const notServing = 'This ZooKeeper instance is not currently serving requests\n';
    const answers = [{ srvr: refusal('srvr') }, { srvr: notServing }, { srvr: '' }];
    const problems = await Promise.all(
      answers.map(async (words) => {
        await using server = await wordServer(words);
        return (await reportServer(server.endpoint, ['srvr'], options)).problem;
      }),
    );
    expect(problems).toMatchInlineSnapshot(`
      [
        "it answers, but allows none of srvr: its 4lw.commands.whitelist says which",
        "it does not serve: there is no quorum, or it is starting",
        "it answers nothing: is it ZooKeeper?",
      ]
    `);
  });

  test('of a server that says nothing comes in time', async () => {
    await using server = await wordServer({});
    const report = await reportServer(server.endpoint, ['srvr'], { timeoutMs: 50 });
    expect(report).toMatchObject({ state: 'unreachable', problem: 'no answer within 50 ms' });
  });

  test('is given up with the signal', async () => {
    await using server = await wordServer({});
    const controller = new AbortController();
    const report = reportServer(server.endpoint, ['srvr'], { ...options, signal: controller.signal });
    controller.abort(new Error('enough'));
    await expect(report).rejects.toThrow('enough');
  });
});

/** Answers words as it is told, and keeps silent about others. */
async function wordServer(answers: Readonly<Record<string, string>>) {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (word) => {
      const answer = answers[word.toString()];
      if (answer !== undefined) socket.end(answer);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  return { endpoint: { host: '127.0.0.1', port }, [Symbol.asyncDispose]: async () => void server.close() };
}
