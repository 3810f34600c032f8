import { JuteWriter } from '@zookit/jute';
import { openAclUnsafe, writes, type TxnHeader } from '@zookit/protocol';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyProposal, DataTree, Preparer, TreeLoader, TreeSerializer, type DataTreeOptions } from '../src/index.ts';
import { beginning, command, type Command } from './model/commands.ts';
import { clients, requestOf } from './model/requests.ts';
import { serializeAsApache } from './support/apache-serializer.ts';
import { identityAccess } from './support/identity-access.ts';
import { loadSections } from './support/sections.ts';
import { treeContents, treeContentsButUse } from './support/tree-contents.ts';
import { bytesOf } from './support/workbench.ts';

const RUNS = Number(process.env['FAST_CHECK_RUNS'] ?? 300);
const HISTORY = { maxLength: 30, size: 'max' } as const;

const options: DataTreeOptions = {
  accessControl: identityAccess,
  extendedTypesEnabled: true,
  enforceQuota: true,
  onDigestMismatch: (zxid) => expect.unreachable(`digest mismatch at ${zxid}`),
};

interface Logged {
  readonly header: TxnHeader;
  readonly payload: Uint8Array;
}

/** A server that goes on working while its tree is written. */
class Server {
  readonly tree: DataTree;
  readonly log: Logged[] = [];
  readonly #preparer: Preparer;
  #time = 1_000_000n;

  constructor(tree: DataTree = new DataTree(options)) {
    this.tree = tree;
    this.#preparer = new Preparer(tree, tree.lastProcessedZxid);
  }

  run(asked: Command): void {
    this.#time += 400n;
    const client = clients[asked.client]!;
    const proposal = this.#preparer.prepare(writes[asked.op].opCode, requestOf(asked), client, 7, this.#time);
    applyProposal(this.tree, proposal);
    this.#preparer.applied(proposal.header.zxid);
    this.log.push({ header: proposal.header, payload: bytesOf(proposal) });
  }

  runAll(commands: readonly Command[]): void {
    for (const asked of commands) this.run(asked);
  }
}

/** What is written a part at a time: true as long as something was. */
type Step = () => boolean;

interface Snapshot {
  readonly zxid: bigint;
  readonly sections: JuteWriter;
  readonly step: Step;
}

function ours(tree: DataTree): Snapshot {
  const serializer = new TreeSerializer(tree);
  const sections = new JuteWriter();
  return { zxid: serializer.zxid, sections, step: () => serializer.next(sections, 1) };
}

function asApache(tree: DataTree): Snapshot {
  const sections = new JuteWriter();
  const parts = serializeAsApache(tree, sections);
  return { zxid: tree.lastProcessedZxid, sections, step: () => parts.next().done !== true };
}

interface History {
  readonly begun: readonly Command[];
  readonly before: readonly Command[];
  /** Each after so many parts of the snapshot. */
  readonly during: readonly (readonly [number, Command])[];
  readonly after: readonly Command[];
  /** Whether the snapshot holds the digest of its tree. */
  readonly isDigestTold: boolean;
}

function historyOf(beginnings: fc.Arbitrary<readonly Command[]>, asked: fc.Arbitrary<Command>): fc.Arbitrary<History> {
  return fc.record({
    begun: beginnings,
    before: fc.array(asked, HISTORY),
    during: fc.array(fc.tuple(fc.constantFrom(0, 0, 1, 1, 1, 1, 2, 3), asked), HISTORY),
    after: fc.array(asked, { maxLength: 5 }),
    isDigestTold: fc.boolean(),
  });
}

/** Runs a history with a snapshot in it, and recovers from the snapshot and the log, each transaction applied so often. */
function recovered(
  history: History,
  take: (tree: DataTree) => Snapshot,
  times: number,
  server: Server = new Server(),
): [DataTree, DataTree] {
  server.runAll(history.begun);
  server.runAll(history.before);
  const { zxid, sections, step } = take(server.tree);
  for (const [parts, asked] of history.during) {
    for (let count = 0; count < parts; count++) step();
    server.run(asked);
  }
  while (step());
  const { lastProcessedZxid, digest } = server.tree;
  server.runAll(history.after);
  const loader = new TreeLoader(options);
  loadSections(loader, sections.bytes());
  const told = history.isDigestTold ? { zxid: lastProcessedZxid, version: 2, digest } : undefined;
  loader.finishSnapshot({ lastZxid: zxid, digest: told, shownZxid: lastProcessedZxid });
  for (const { header, payload } of server.log) {
    for (let count = 0; header.zxid > zxid && count < times; count++) loader.replay(header, new Uint8Array(payload));
  }
  return [loader.tree, server.tree];
}

describe.for([
  ['a snapshot', ours],
  ["a snapshot in the order of Apache's server", asApache],
] as const)('%s that was taken while anything happened, with the log behind it,', ([, take]) => {
  test.for([1, 2])('makes the tree that there is, each transaction applied so often: %i', (times) => {
    fc.assert(
      fc.property(historyOf(beginning, command), (history) => {
        const [tree, live] = recovered(history, take, times);
        expect(treeContentsButUse(tree)).toEqual(treeContentsButUse(live));
      }),
      { numRuns: RUNS },
    );
  });
});

test.for([
  ['its own', ours],
  ["one in the order of Apache's server", asApache],
] as const)('a server that has recovered from a snapshot, %s, takes another', ([, take]) => {
  const histories = fc.tuple(historyOf(beginning, command), historyOf(fc.constant([]), command));
  fc.assert(
    fc.property(histories, ([earlier, later]) => {
      const [again] = recovered(earlier, take, 1);
      const [tree, live] = recovered(later, ours, 1, new Server(again));
      expect(treeContentsButUse(tree)).toEqual(treeContentsButUse(live));
    }),
    { numRuns: RUNS },
  );
});

describe('the use of a quota', () => {
  const LIMITS = 'count=2,bytes=9=;byteHardLimit=30;countHardLimit=4';
  const limited = [
    '/a',
    '/zookeeper/quota/a',
    '/zookeeper/quota/a/zookeeper_limits',
    '/zookeeper/quota/a/zookeeper_stats',
  ];
  const begun = limited.map((path): Command => {
    return { op: 'create', path, data: LIMITS, acl: openAclUnsafe, flags: 0, client: 0 };
  });
  const elsewhere = command.filter((asked) => !JSON.stringify(asked, plain).includes('/zookeeper/quota'));

  test('is what it is, when nobody meddles with the quota', () => {
    fc.assert(
      fc.property(historyOf(fc.constant(begun), elsewhere), fc.constantFrom(1, 2), (history, times) => {
        const [tree, live] = recovered(history, ours, times);
        expect(treeContents(tree)).toEqual(treeContents(live));
      }),
      { numRuns: RUNS },
    );
  });
});

function plain(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}
