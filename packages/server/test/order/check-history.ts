import { ErrorCode, EventType } from '@zookit/protocol';
import type { ReceivedEvent } from '@zookit/testkit';
import { expect } from 'vitest';
import {
  isRead,
  type Answer,
  type ClientHistory,
  type Exchange,
  type ModelRead,
  type Timeline,
  type Trigger,
} from './history.ts';
import { childrenOf } from './tree-model.ts';

/** Replies come in the order of the requests, and no stamp goes back. */
export function checkOrder({ exchanges, received }: ClientHistory): void {
  const replies = received
    .filter((one) => one.kind === 'reply' && one.name !== 'ping')
    .map((one) => 'xid' in one && one.xid);
  expect(replies).toEqual(exchanges.map(({ xid }) => xid));
  const stamps = received.map(({ zxid }) => zxid);
  expect(stamps).toEqual(stamps.toSorted((left, right) => Number(left - right)));
}

/** Each reply says what the model says at its zxid: a client reads its own writes, and nobody reads what never was. */
export function checkAnswers({ exchanges }: ClientHistory, timeline: Timeline): void {
  for (const { step, answer } of exchanges) {
    if (isRead(step)) expect(answer).toEqual({ zxid: answer.zxid, ...expectedAnswer(step, answer.zxid, timeline) });
    else expect(answer.error).toBe(timeline.errors.get(answer.zxid));
  }
}

function expectedAnswer(read: ModelRead, zxid: bigint, timeline: Timeline): Omit<Answer, 'zxid'> {
  const tree = timeline.treeAt(zxid);
  const node = tree.get(read.path);
  if (node === undefined) return { error: ErrorCode.NoNode };
  const error = ErrorCode.Ok;
  if (read.kind === 'getChildren') return { error, children: childrenOf(tree, read.path).toSorted() };
  return read.kind === 'exists' ? { error, version: node.version } : { error, version: node.version, data: node.data };
}

/**
 * Each watch fires by the first change after the read that set it, once, and before anything that shows the change or a
 * later one.
 */
export function checkWatches({ exchanges, received }: ClientHistory, timeline: Timeline): void {
  const armed = new ArmedWatches(timeline.triggers);
  const byXid = new Map(exchanges.map((exchange) => [exchange.xid, exchange]));
  for (const one of received) {
    if (one.kind === 'event') {
      armed.checkNoneIsOverdue(one.zxid - 1n);
      armed.fire(one);
    } else {
      armed.checkNoneIsOverdue(one.zxid);
      const exchange = byXid.get(one.xid);
      if (exchange !== undefined) armed.arm(exchange);
    }
  }
}

type Table = Trigger['table'];

class ArmedWatches {
  readonly #triggers: readonly Trigger[];
  readonly #armedAt = new Map<string, { table: Table; path: string; since: bigint }>();

  constructor(triggers: readonly Trigger[]) {
    this.#triggers = triggers;
  }

  arm({ step, answer }: Exchange): void {
    if (!isRead(step) || !step.watch) return;
    const isSet = answer.error === ErrorCode.Ok || step.kind === 'exists';
    const table: Table = step.kind === 'getChildren' ? 'children' : 'data';
    const key = `${table} ${step.path}`;
    if (isSet && !this.#armedAt.has(key)) this.#armedAt.set(key, { table, path: step.path, since: answer.zxid });
  }

  /** No watch should have fired by `zxid` and has not. */
  checkNoneIsOverdue(zxid: bigint): void {
    for (const { table, path, since } of this.#armedAt.values()) {
      const trigger = this.#firstAfter(table, path, since);
      const isOverdue = trigger !== undefined && trigger.zxid <= zxid;
      expect(isOverdue, `the watch on ${table} of ${path} set at ${String(since)} fires before ${String(zxid)}`).toBe(
        false,
      );
    }
  }

  /** An event is due to a watch, which it uses up. */
  fire({ type, path, zxid }: ReceivedEvent): void {
    const tables: Table[] =
      type === EventType.NodeDeleted
        ? ['data', 'children']
        : [type === EventType.NodeChildrenChanged ? 'children' : 'data'];
    const due = tables.filter((table) => {
      const watch = this.#armedAt.get(`${table} ${path}`);
      const trigger = watch && this.#firstAfter(table, path, watch.since);
      return trigger?.zxid === zxid && trigger.type === type;
    });
    expect(due, `an event of type ${String(type)} of ${path} at ${String(zxid)} has a watch`).not.toEqual([]);
    for (const table of due) this.#armedAt.delete(`${table} ${path}`);
  }

  #firstAfter(table: Table, path: string, zxid: bigint): Trigger | undefined {
    return this.#triggers.find((one) => one.table === table && one.path === path && one.zxid > zxid);
  }
}
