import { openAclUnsafe, OpCode, reads, writes, type MultiRequestPart } from '@zookit/protocol';
import { RawClient, type Reply } from '@zookit/testkit';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bytes, part } from '../support/requests.ts';
import { startServer } from '../support/start-server.ts';
import { checkAnswers, checkOrder, checkWatches } from './check-history.ts';
import { timelineOf, type Answer, type ClientHistory, type Exchange, type ModelRead } from './history.ts';
import type { ModelWrite } from './tree-model.ts';

const CLIENTS = 3;
const RUNS = 300;

const path = fc.constantFrom('/a', '/a/b', '/a/c', '/d');
const data = fc.string({ maxLength: 3, unit: fc.constantFrom('x', 'y', 'z') });
const version = fc.constantFrom(-1, -1, 0, 1);

const single = fc.oneof(
  fc.record({ kind: fc.constant('create' as const), path, data }),
  fc.record({ kind: fc.constant('setData' as const), path, data, version }),
  fc.record({ kind: fc.constant('delete' as const), path, version }),
);
const multi = fc.record({
  kind: fc.constant('multi' as const),
  parts: fc.array(single, { minLength: 1, maxLength: 3 }),
});
const read = fc.record({
  kind: fc.constantFrom('getData' as const, 'exists' as const, 'getChildren' as const),
  path,
  watch: fc.boolean(),
});
const step = fc.oneof(
  { weight: 4, arbitrary: single },
  { weight: 1, arbitrary: multi },
  { weight: 5, arbitrary: read },
);

/** What one client sends at once, and whether everybody waits then until all is answered. */
const round = fc.record({
  client: fc.nat({ max: CLIENTS - 1 }),
  steps: fc.array(step, { minLength: 1, maxLength: 6 }),
  waits: fc.boolean(),
});
const program = fc.array(round, { minLength: 1, maxLength: 25 });

type Step = ModelWrite | ModelRead;

function partOf(one: Exclude<ModelWrite, { kind: 'multi' }>): MultiRequestPart {
  if (one.kind === 'create') return part.create(one.path, { data: bytes(one.data) });
  if (one.kind === 'setData') return part.setData(one.path, one.data, one.version);
  return part.delete(one.path, one.version);
}

async function send(client: RawClient, one: Step, xid: number): Promise<Answer> {
  switch (one.kind) {
    case 'create':
      return plain(
        await client.request(
          writes.create,
          { path: one.path, data: bytes(one.data), acl: openAclUnsafe, flags: 0 },
          xid,
        ),
      );
    case 'setData':
      return plain(
        await client.request(writes.setData, { path: one.path, data: bytes(one.data), version: one.version }, xid),
      );
    case 'delete':
      return plain(await client.request(writes.delete, { path: one.path, version: one.version }, xid));
    case 'multi': {
      const { header, response } = await client.request(writes.multi, { operations: one.parts.map(partOf) }, xid);
      const failure = response?.results.find((result) => result.type === OpCode.error && result.error !== 0);
      return { zxid: header.zxid, error: failure?.type === OpCode.error ? failure.error : header.error };
    }
    case 'getData': {
      const { header, response } = await client.request(reads.getData, one, xid);
      if (response === undefined) return plain({ header });
      return {
        ...plain({ header }),
        version: response.stat.version,
        data: Buffer.from(response.data ?? []).toString(),
      };
    }
    case 'exists': {
      const { header, response } = await client.request(reads.exists, one, xid);
      return response === undefined ? plain({ header }) : { ...plain({ header }), version: response.stat.version };
    }
    case 'getChildren': {
      const { header, response } = await client.request(reads.getChildren, one, xid);
      return response === undefined
        ? plain({ header })
        : { ...plain({ header }), children: response.children.toSorted() };
    }
  }
}

const plain = ({ header }: Pick<Reply<unknown>, 'header'>): Answer => ({ zxid: header.zxid, error: header.error });

/** Runs a program against a server of its own and gives what each client saw. */
async function run(
  rounds: readonly { client: number; steps: readonly Step[]; waits: boolean }[],
): Promise<ClientHistory[]> {
  await using server = await startServer();
  const clients = await Promise.all(Array.from({ length: CLIENTS }, () => RawClient.connect(server)));
  const exchanges = clients.map((): Promise<Exchange>[] => []);
  let xid = 1;
  for (const { client: index, steps, waits } of rounds) {
    const client = clients[index]!;
    client.batch(() => {
      for (const one of steps) {
        const ownXid = xid++;
        exchanges[index]!.push(send(client, one, ownXid).then((answer) => ({ xid: ownXid, step: one, answer })));
      }
    });
    if (waits) await Promise.all(exchanges.flat());
  }
  const histories = await Promise.all(
    clients.map(async (client, index) => {
      const done = await Promise.all(exchanges[index]!);
      await client.request(reads.ping, undefined);
      return { exchanges: done, received: client.received };
    }),
  );
  for (const client of clients) client.disconnect();
  return histories;
}

test('whatever several clients send at once, each sees one history of writes, in order, and its watches fire in their place', async () => {
  await fc.assert(
    fc.asyncProperty(program, async (rounds) => {
      const histories = await run(rounds);
      const timeline = timelineOf(histories);
      for (const history of histories) {
        checkOrder(history);
        checkAnswers(history, timeline);
        checkWatches(history, timeline);
      }
    }),
    { numRuns: RUNS },
  );
}, 60_000);

test('the checkers find a watch that fires late, a reply that is out of order, and a read of what never was', () => {
  const exchange = (xid: number, one: Step, zxid: bigint, error = 0): Exchange => ({
    xid,
    step: one,
    answer: { zxid, error },
  });
  const armed = exchange(1, { kind: 'exists', path: '/a', watch: true }, 1n, -101);
  const created = exchange(2, { kind: 'create', path: '/a', data: '' }, 2n);
  const reply = (xid: number, zxid: bigint) => ({ kind: 'reply', name: 'any', xid, zxid, error: 0 }) as const;
  const late: ClientHistory = { exchanges: [armed, created], received: [reply(1, 1n), reply(2, 2n)] };
  expect(() => checkWatches(late, timelineOf([late]))).toThrow('the watch on data of /a');
  const swapped: ClientHistory = { exchanges: [armed, created], received: [reply(2, 2n), reply(1, 1n)] };
  expect(() => checkOrder(swapped)).toThrow();
  const phantom: ClientHistory = {
    exchanges: [exchange(1, { kind: 'exists', path: '/a', watch: false }, 1n)],
    received: [reply(1, 1n)],
  };
  expect(() => checkAnswers(phantom, timelineOf([phantom]))).toThrow();
});
