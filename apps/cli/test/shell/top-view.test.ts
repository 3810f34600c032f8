import { expect, test } from 'vitest';
import { type ClientConnection, parseCons } from '../../src/shell/four-letter-words/parse-cons.ts';
import { topLines } from '../../src/shell/top/top-text.ts';
import { clientOrders, type TopSample, topView } from '../../src/shell/top/top-view.ts';
import { serverReport } from './server-report.ts';

const client = (port: number, received: number, more: Partial<ClientConnection> = {}): ClientConnection => ({
  ...parseCons(
    ` /10.0.0.1:${port}[1](queued=0,recved=${received},sent=1,sid=0x${port},lop=GETD,avglat=0,maxlat=3)`,
  )[0]!,
  ...more,
});

const sample = (takenAt: number, received: number, clients: readonly ClientConnection[]): TopSample => ({
  takenAt,
  servers: [serverReport({ server: 'h1:2181', mode: 'leader', received, sent: received * 2, clients })],
});

test('rates are what was counted since the sample before, per second', () => {
  const view = topView(
    sample(1000, 100, [client(1, 10)]),
    sample(3000, 140, [client(1, 30), client(2, 7)]),
    'requests',
  );
  expect(view.servers[0]).toMatchObject({ receivedRate: 20, sentRate: 40 });
  expect(view.clients.map(({ address, receivedRate }) => [address, receivedRate])).toEqual([
    ['10.0.0.1:1', 10],
    ['10.0.0.1:2', undefined],
  ]);
});

test('there are none at first, nor when the counts were reset', () => {
  expect(topView(undefined, sample(1000, 100, []), 'requests').servers[0]?.receivedRate).toBeUndefined();
  expect(topView(sample(0, 100, []), sample(1000, 5, []), 'requests').servers[0]?.receivedRate).toBeUndefined();
});

test('clients are in the order that is asked for', () => {
  const clients = [
    client(3, 1, { queued: 5 }),
    client(1, 9, { averageLatencyMs: 1 }),
    client(2, 4, { averageLatencyMs: 8, queued: 1 }),
  ];
  const sorted = clientOrders.map((order) =>
    topView(undefined, sample(0, 0, clients), order)
      .clients.map(({ address }) => address.slice(-1))
      .join(''),
  );
  expect(Object.fromEntries(clientOrders.map((order, index) => [order, sorted[index]]))).toEqual({
    requests: '123',
    latency: '213',
    queued: '321',
    address: '123',
  });
});

test('connections without a session are left out: they are questions like ours', () => {
  const [question] = parseCons(' /10.0.0.1:9[0](queued=0,recved=1,sent=0)');
  expect(topView(undefined, sample(0, 0, [question!, client(1, 1)]), 'address').clients).toHaveLength(1);
});

test('what a server does not allow is said, and what it cannot tell is a dash', () => {
  const servers = [
    serverReport({ server: 'h1:2181', mode: 'leader', refused: ['mntr', 'cons'], connections: 4 }),
    serverReport({ server: 'h2:2181', state: 'unreachable', problem: 'no such host' }),
  ];
  const view = topView(undefined, { takenAt: 0, servers }, 'requests');
  expect(`\n${topLines(view, Infinity).join('\n')}\n`).toMatchInlineSnapshot(`
    "
    SERVER   MODE         REQ/S  SENT/S  AVG MS  MAX MS  OUTST  CONNS  SESSIONS  WATCHES  ZNODES  EPHEM  DATA
    h1:2181  leader           -       -       -       -      -      4         -        -       -      -     -
    h2:2181  unreachable      -       -       -       -      -      -         -        -       -      -     -
    ! h1:2181 does not allow mntr and cons: add to its 4lw.commands.whitelist what is to be seen here.
    ! h2:2181: no such host.
    "
  `);
});

test('as many clients are shown as there is room for', () => {
  const clients = Array.from({ length: 50 }, (_, index) => client(index, index));
  const lines = topLines(topView(undefined, sample(0, 0, clients), 'requests'), 10);
  expect(lines).toHaveLength(10);
  expect(lines.at(-1)).toContain('10.0.0.1:44');
  expect(topLines(topView(undefined, sample(0, 0, clients), 'requests'), 1)).toHaveLength(4);
});
