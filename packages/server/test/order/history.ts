import { EventType } from '@zookit/protocol';
import type { Received } from '@zookit/testkit';
import { applyToModel, parentOf, type ModelTree, type ModelWrite } from './tree-model.ts';

/** A read of a program. */
export interface ModelRead {
  readonly kind: 'getData' | 'exists' | 'getChildren';
  readonly path: string;
  readonly watch: boolean;
}

/** What a reply said: the model compares it with what it should have said. */
export interface Answer {
  readonly zxid: bigint;
  readonly error: number;
  readonly data?: string;
  readonly version?: number;
  readonly children?: readonly string[];
}

/** A request of a program with its reply. */
export interface Exchange {
  readonly xid: number;
  readonly step: ModelWrite | ModelRead;
  readonly answer: Answer;
}

/** What one client did and saw. */
export interface ClientHistory {
  readonly exchanges: readonly Exchange[];
  readonly received: readonly Received[];
}

/** Something that a transaction did to a znode: which events it sets off. */
export interface Trigger {
  readonly zxid: bigint;
  readonly table: 'data' | 'children';
  readonly type: EventType;
  readonly path: string;
}

/** Whether a step is a read. */
export const isRead = (step: ModelWrite | ModelRead): step is ModelRead => 'watch' in step;

/** What happened according to the model, when the writes of all clients are made in the order of their zxids. */
export interface Timeline {
  /** The errors that the model gives the writes, by zxid. */
  readonly errors: ReadonlyMap<bigint, number>;
  readonly triggers: readonly Trigger[];
  /** The tree as of a zxid. */
  treeAt(zxid: bigint): ModelTree;
}

/** Makes every write of `histories` on the model, in the order of the zxids. */
export function timelineOf(histories: readonly ClientHistory[]): Timeline {
  const writes = histories
    .flatMap(({ exchanges }) => exchanges)
    .flatMap(({ step, answer }) => (isRead(step) ? [] : [{ write: step, zxid: answer.zxid }]))
    .toSorted((left, right) => Number(left.zxid - right.zxid));
  const errors = new Map<bigint, number>();
  const triggers: Trigger[] = [];
  const trees: { zxid: bigint; tree: ModelTree }[] = [];
  let tree: ModelTree = new Map();
  for (const { write, zxid } of writes) {
    const result = applyToModel(tree, write, zxid);
    errors.set(zxid, result.error);
    if (result.error === 0) triggers.push(...triggersOf(write, zxid));
    ({ tree } = result);
    trees.push({ zxid, tree });
  }
  const treeAt = (zxid: bigint) => trees.findLast((one) => one.zxid <= zxid)?.tree ?? new Map();
  return { errors, triggers, treeAt };
}

function triggersOf(write: ModelWrite, zxid: bigint): Trigger[] {
  if (write.kind === 'multi') return write.parts.flatMap((part) => triggersOf(part, zxid));
  const { path } = write;
  if (write.kind === 'setData') return [{ zxid, table: 'data', type: EventType.NodeDataChanged, path }];
  const parent: Trigger = { zxid, table: 'children', type: EventType.NodeChildrenChanged, path: parentOf(path) };
  if (write.kind === 'create') return [{ zxid, table: 'data', type: EventType.NodeCreated, path }, parent];
  const type = EventType.NodeDeleted;
  return [{ zxid, table: 'data', type, path }, { zxid, table: 'children', type, path }, parent];
}
