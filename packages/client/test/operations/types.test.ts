import { expectTypeOf, test } from 'vitest';
import {
  type CreatedByTransaction,
  type DataCodec,
  type NodeData,
  type NodeHandle,
  type Operations,
  type PathParameters,
  read,
  type ReadResult,
  type Stat,
  type Transaction,
} from '../../src/index.ts';

// Never called: their types are what the tests are about.
const steps = (operations: Operations) =>
  operations.transaction().create('/a').set('/a', '').check('/a', 0).delete('/a');
const reads = (operations: Operations) => operations.multiRead([read.get('/a'), read.children('/a')]);

test('a transaction knows the result of each of its operations', () => {
  type Results = readonly [CreatedByTransaction, Stat, undefined, undefined];
  expectTypeOf(steps).returns.toEqualTypeOf<Transaction<Results>>();
  expectTypeOf<Transaction<Results>['commit']>().returns.resolves.toEqualTypeOf<Results>();
});

test('a transaction of any number of operations is one of unknown results', () => {
  expectTypeOf<Transaction>().toExtend<Transaction<readonly unknown[]>>();
  expectTypeOf<Transaction<readonly unknown[]>['delete']>().returns.toExtend<Transaction<readonly unknown[]>>();
});

test('a multiRead knows the result of each of its reads', () => {
  expectTypeOf(reads).returns.resolves.toEqualTypeOf<readonly [ReadResult<NodeData>, ReadResult<readonly string[]>]>();
});

test('a typed znode takes and gives the values of its codec', () => {
  type Node = NodeHandle<{ readonly size: number }>;
  expectTypeOf<Parameters<Node['set']>[0]>().toEqualTypeOf<{ readonly size: number }>();
  expectTypeOf<ReturnType<Node['update']>>().resolves.toEqualTypeOf<{ readonly size: number } | undefined>();
  expectTypeOf<Operations['node']>().toBeCallableWith('/a', {} as DataCodec<number>);
});

test('a create says how long a znode lives in one way only', () => {
  type Options = NonNullable<Parameters<Operations['create']>[2]>;
  expectTypeOf<{ kind: 'ttl'; ttlMs: number; sequential: true }>().toExtend<Options>();
  expectTypeOf<{ kind: 'ttl' }>().not.toExtend<Options>();
  expectTypeOf<{ kind: 'ephemeral'; ttlMs: number }>().not.toExtend<Options>();
  expectTypeOf<{ kind: 'container'; sequential: true }>().not.toExtend<Options>();
});

test('a path template names its parameters', () => {
  expectTypeOf<PathParameters<'/app/{service}/i-{id}'>>().toEqualTypeOf<'service' | 'id'>();
});
