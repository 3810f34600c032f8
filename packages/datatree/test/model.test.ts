import { JuteWriter } from '@zookit/jute';
import { writes } from '@zookit/protocol';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyProposal, DataTree, Preparer, readProposal, writeProposal, type Proposal } from '../src/index.ts';
import { beginning, command, type Command } from './model/commands.ts';
import { NEVER_USED_MAX_MS, ModelTree, type ModelContext } from './model/model-tree.ts';
import { clients, requestOf } from './model/requests.ts';
import { runOnModel, type Outcome } from './model/run-model.ts';
import { identityAccess } from './support/identity-access.ts';

const RUNS = Number(process.env['FAST_CHECK_RUNS'] ?? 300);

const HISTORY = { maxLength: 60, size: 'max' } as const;

interface Asked {
  readonly command: Command;
  readonly proposal: Proposal;
  readonly expected: Outcome;
}

/** A server's tree, a second server's that is told what the first one logged, and the model. */
class Comparison {
  readonly model: ModelTree;
  readonly tree: DataTree;
  readonly follower: DataTree;
  readonly #preparer: Preparer;
  readonly #asked: Asked[] = [];
  #time = 1_000_000n;

  constructor(enforceQuota: boolean) {
    this.model = new ModelTree(enforceQuota);
    this.tree = createTree(enforceQuota);
    this.follower = createTree(enforceQuota);
    this.#preparer = new Preparer(this.tree, 0n);
  }

  /** Lets both propose; what the tree does is still outstanding. */
  ask(command: Command): void {
    this.#time += 400n;
    const { sessionId, identities } = clients[command.client]!;
    const context: ModelContext = { zxid: this.#preparer.zxid + 1n, time: this.#time, sessionId, identities };
    const expected = runOnModel(this.model, command, context);
    const proposal = this.#preparer.prepare(
      writes[command.op].opCode,
      requestOf(command),
      clients[command.client]!,
      7,
      this.#time,
    );
    expect(proposal.header.zxid).toBe(context.zxid);
    if (proposal.header.type !== -1) expect(proposal.digest?.treeDigest).toBe(this.model.digest());
    this.#asked.push({ command, proposal, expected });
  }

  /** Applies the oldest of what is outstanding. */
  applyNext(): void {
    const asked = this.#asked.shift();
    if (asked === undefined) return;
    const { proposal, expected } = asked;
    const { error, response } = applyProposal(this.tree, proposal);
    this.#preparer.applied(proposal.header.zxid);
    expect({ error, response }).toEqual(expected);
    applyProposal(this.follower, passedOn(proposal));
  }

  applyAll(): void {
    while (this.#asked.length > 0) this.applyNext();
  }

  /** Compares everything that there is. */
  compare(): void {
    expect(this.#preparer.outstandingCount).toBe(0);
    for (const tree of [this.tree, this.follower]) {
      expect(contentsOf(tree)).toEqual(contentsOfModel(this.model));
      expect(tree.digest).toBe(this.model.digest());
      expect(tree.nodeCount).toBe(this.model.nodes.size + 1);
      expect(tree.dataSize).toBe(
        [...this.model.nodes].reduce((sum, [path, { data }]) => sum + path.length + (data?.length ?? 0), 0),
      );
      expect(new Map(tree.sessions)).toEqual(this.model.sessions);
      expectAclCounts(tree);
      expectEphemerals(tree, this.model);
    }
  }
}

function createTree(enforceQuota: boolean): DataTree {
  const onDigestMismatch = (zxid: bigint): void => expect.unreachable(`digest mismatch at ${zxid}`);
  return new DataTree({
    accessControl: identityAccess,
    extendedTypesEnabled: true,
    container: { neverUsedMaxMs: NEVER_USED_MAX_MS },
    enforceQuota,
    onDigestMismatch,
  });
}

function passedOn(proposal: Proposal): Proposal {
  const writer = new JuteWriter();
  writeProposal(writer, proposal);
  return readProposal(writer.copy());
}

function contentsOf(tree: DataTree): unknown {
  const { nodes } = tree;
  const contents = [nodes.root];
  for (let node = nodes.root.nextBelow(nodes.root); node !== undefined; node = node.nextBelow(nodes.root))
    contents.push(node);
  return new Map(
    contents.map((node) => {
      const data = nodes.dataOf(node);
      const children = node.childNames().map((name) => `${node.path === '/' ? '' : node.path}/${name}`);
      return [
        node.path,
        {
          data: data === null ? null : Buffer.from(data).toString(),
          acl: node.acl,
          stat: tree.statOf(node),
          children: children.sort(),
        },
      ];
    }),
  );
}

function contentsOfModel(model: ModelTree): unknown {
  return new Map(
    [...model.nodes].map(([path, { data, acl }]) => {
      return [path, { data, acl, stat: model.statOf(path), children: model.childrenOf(path).sort() }];
    }),
  );
}

function expectAclCounts(tree: DataTree): void {
  const { nodes } = tree;
  const used = new Set<unknown>();
  for (let node = nodes.root.nextBelow(nodes.root); node !== undefined; node = node.nextBelow(nodes.root))
    used.add(node.aclEntry);
  used.delete(tree.acls.open);
  used.add(nodes.root.aclEntry);
  used.delete(tree.acls.open);
  expect(new Set(tree.acls.entries())).toEqual(used);
}

function expectEphemerals(tree: DataTree, model: ModelTree): void {
  const owners = [
    ...new Set([...model.nodes.values()].filter((node) => model.isEphemeral(node)).map(({ owner }) => owner)),
  ];
  const expected = new Map(owners.map((owner) => [owner, new Set(model.ephemeralsOf(owner))]));
  expect(new Map(tree.ephemeralOwners())).toEqual(expected);
  expect(tree.ephemeralCount).toBe([...expected.values()].reduce((sum, paths) => sum + paths.size, 0));
}

test('any history of requests has the results, the stats and the digest that the model says, on every server', () => {
  fc.assert(
    fc.property(beginning, fc.array(command, HISTORY), (begun, commands) => {
      const comparison = new Comparison(true);
      for (const asked of [...begun, ...commands]) {
        comparison.ask(asked);
        comparison.applyNext();
      }
      comparison.compare();
    }),
    { numRuns: RUNS },
  );
});

test('so it has when any number of requests is prepared before the first of them is applied', () => {
  const step = fc.record({ asked: command, applied: fc.nat(3) });
  fc.assert(
    fc.property(beginning, fc.array(step, HISTORY), (begun, steps) => {
      const comparison = new Comparison(false);
      for (const asked of begun) comparison.ask(asked);
      for (const { asked, applied } of steps) {
        comparison.ask(asked);
        for (let count = 0; count < applied; count++) if (applied !== 1) comparison.applyNext();
      }
      comparison.applyAll();
      comparison.compare();
    }),
    { numRuns: RUNS },
  );
});
