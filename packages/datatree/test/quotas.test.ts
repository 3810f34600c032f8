import { ErrorCode, OpCode } from '@zookit/protocol';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Proposal } from '../src/index.ts';
import { charged, formatQuotaUsage, parseQuotaTrack } from '../src/quota-track.ts';
import { bytes, createOf, Workbench } from './support/workbench.ts';

const NO_LIMIT = 'count=-1,bytes=-1';

/** Puts a quota in force as zkCli's setquota does. */
function limit(bench: Workbench, path: string, limits: string): void {
  const at = `/zookeeper/quota${path}`;
  for (let end = at.indexOf('/', 17); end >= 0; end = at.indexOf('/', end + 1)) bench.create(at.slice(0, end));
  bench.create(at);
  bench.create(`${at}/zookeeper_limits`, { data: bytes(limits) });
  bench.create(`${at}/zookeeper_stats`, { data: bytes('what the client says') });
}

function usage(bench: Workbench, path: string): string | null | undefined {
  return bench.text(`/zookeeper/quota${path}/zookeeper_stats`);
}

test('the stats begin with what there is, the znode itself included', () => {
  const bench = new Workbench();
  bench.create('/a', { data: bytes('123') });
  bench.create('/a/b', { data: null });
  bench.create('/a/b/c', { data: bytes('45') });
  bench.create('/ab', { data: bytes('6') });
  limit(bench, '/a', NO_LIMIT);
  expect(usage(bench, '/a')).toBe('count=3,bytes=5');
});

test('the quota of a path that is missing begins with nothing', () => {
  const bench = new Workbench();
  limit(bench, '/later', NO_LIMIT);
  expect(usage(bench, '/later')).toBe('count=0,bytes=0');
  bench.create('/later', { data: bytes('12') });
  expect(usage(bench, '/later')).toBe('count=1,bytes=2');
});

test('creates, deletes and data count, and leave version and times of the stats alone', () => {
  const bench = new Workbench();
  bench.create('/a');
  limit(bench, '/a', NO_LIMIT);
  const stat = bench.stat('/zookeeper/quota/a/zookeeper_stats');
  bench.create('/a/b', { data: bytes('123') });
  expect(usage(bench, '/a')).toBe('count=2,bytes=3');
  bench.write('setData', { path: '/a/b', data: bytes('1'), version: -1 });
  expect(usage(bench, '/a')).toBe('count=2,bytes=1');
  bench.write('setData', { path: '/a', data: bytes('1234'), version: -1 });
  bench.write('delete', { path: '/a/b', version: -1 });
  expect(usage(bench, '/a')).toBe('count=1,bytes=4');
  expect(bench.stat('/zookeeper/quota/a/zookeeper_stats')).toEqual({ ...stat, dataLength: 15 });
  expect(bench.mismatches).toEqual([]);
});

test('of nested quotas the innermost is charged alone', () => {
  const bench = new Workbench();
  bench.create('/a');
  bench.create('/a/b');
  limit(bench, '/a', NO_LIMIT);
  limit(bench, '/a/b', NO_LIMIT);
  bench.create('/a/b/c', { data: bytes('12') });
  bench.create('/a/d');
  expect(usage(bench, '/a')).toBe('count=3,bytes=0');
  expect(usage(bench, '/a/b')).toBe('count=2,bytes=2');
});

test('deleting the limits ends the quota', () => {
  const bench = new Workbench();
  limit(bench, '/a', NO_LIMIT);
  bench.write('delete', { path: '/zookeeper/quota/a/zookeeper_limits', version: -1 });
  bench.create('/a');
  expect(usage(bench, '/a')).toBe('count=0,bytes=0');
});

test('without stats nothing is charged or enforced', () => {
  const bench = new Workbench({ enforceQuota: true });
  bench.create('/zookeeper/quota/a');
  bench.create('/zookeeper/quota/a/zookeeper_limits', {
    data: bytes('count=0,bytes=0=;byteHardLimit=0;countHardLimit=0'),
  });
  expect(bench.create('/a', { data: bytes('1') })).toBe(0);
});

describe('with quotas enforced', () => {
  function limited(limits: string, told: string[] = []): Workbench {
    const bench = new Workbench({ enforceQuota: true, onQuotaExceeded: (path) => told.push(path) });
    bench.create('/a', { data: bytes('12') });
    limit(bench, '/a', limits);
    return bench;
  }

  test.for([
    ['count=-1,bytes=-1=;byteHardLimit=-1;countHardLimit=2', 0, ErrorCode.QuotaExceeded],
    ['count=1,bytes=-1=;byteHardLimit=-1;countHardLimit=2', 0, ErrorCode.QuotaExceeded],
    ['count=1,bytes=1=;byteHardLimit=-1;countHardLimit=-1', 0, 0],
    ['count=1,bytes=-1=;byteHardLimit=-1;countHardLimit=3', 0, 0],
    ['count=-1,bytes=-1=;byteHardLimit=4;countHardLimit=-1', 0, ErrorCode.QuotaExceeded],
    ['count=-1,bytes=-1=;byteHardLimit=3;countHardLimit=-1', ErrorCode.QuotaExceeded, ErrorCode.QuotaExceeded],
    ['count=-1,bytes=1=;byteHardLimit=9;countHardLimit=-1', 0, 0],
    ['nonsense', 0, 0],
    ['count=,bytes=x=;byteHardLimit=1e3;countHardLimit', 0, 0],
  ] as const)('%s: two creates of two bytes result in %i and %i', ([limits, first, second]) => {
    const bench = limited(limits);
    expect([bench.create('/a/1', { data: bytes('34') }), bench.create('/a/2', { data: bytes('56') })]).toEqual([
      first,
      second,
    ]);
  });

  test('a setData that shrinks is never refused', () => {
    const bench = limited('count=-1,bytes=-1=;byteHardLimit=0;countHardLimit=0');
    expect(bench.write('setData', { path: '/a', data: bytes('1'), version: -1 }).error).toBe(0);
    expect(bench.write('setData', { path: '/a', data: bytes('2'), version: -1 }).error).toBe(0);
    expect(bench.write('setData', { path: '/a', data: bytes('123'), version: -1 }).error).toBe(ErrorCode.QuotaExceeded);
  });

  test('neither a multi nor what is outstanding overshoots, and what is deleted makes room', () => {
    const bench = limited('count=-1,bytes=-1=;byteHardLimit=-1;countHardLimit=2');
    const part = (path: string) => ({ opCode: OpCode.create, request: createOf(path) });
    const failed = bench.write('multi', { operations: [part('/a/1'), part('/a/2')] });
    expect(failed.response?.results).toEqual([
      { type: -1, error: 0 },
      { type: -1, error: ErrorCode.QuotaExceeded },
    ]);
    const proposals = [
      bench.propose('create', createOf('/a/1')),
      bench.propose('create', createOf('/a/2')),
      bench.propose('delete', { path: '/a/1', version: -1 }),
      bench.propose('create', createOf('/a/2')),
    ];
    expect(proposals.map((proposal) => bench.apply(proposal).error)).toEqual([0, ErrorCode.QuotaExceeded, 0, 0]);
    expect(usage(bench, '/a')).toBe('count=2,bytes=2');
  });

  test('nor do several setData in flight', () => {
    const bench = limited('count=-1,bytes=-1=;byteHardLimit=6;countHardLimit=-1');
    bench.create('/a/b');
    const set = (path: string, text: string): Proposal =>
      bench.propose('setData', { path, data: bytes(text), version: -1 });
    const proposals = [
      set('/a', '123'),
      set('/a/b', '123'),
      set('/a', '1234'),
      set('/a', '1'),
      set('/a', '12'),
      set('/a/b', '12345'),
    ];
    const errors = proposals.map((proposal) => bench.apply(proposal).error);
    expect(errors).toEqual([0, 0, ErrorCode.QuotaExceeded, 0, 0, ErrorCode.QuotaExceeded]);
    expect(usage(bench, '/a')).toBe('count=2,bytes=5');
  });

  test('what exceeds a soft limit is told, not refused', () => {
    const told: string[] = [];
    const bench = limited('count=1,bytes=2', told);
    expect(bench.create('/a/1')).toBe(0);
    expect(bench.write('setData', { path: '/a', data: bytes('123'), version: -1 }).error).toBe(0);
    expect(told).toEqual(['/a', '/a']);
  });
});

test('with quotas not enforced a hard limit is only told', () => {
  const told: string[] = [];
  const bench = new Workbench({ onQuotaExceeded: (path) => told.push(path) });
  limit(bench, '/a', 'count=-1,bytes=-1=;byteHardLimit=-1;countHardLimit=0');
  expect(bench.create('/a')).toBe(0);
  expect(told).toEqual(['/a']);
});

describe('what makes Apache’s server die', () => {
  test('the quota of nothing is no quota', () => {
    const bench = new Workbench({ enforceQuota: true });
    expect(bench.create('/zookeeper/quota/zookeeper_limits', { data: bytes('count=0,bytes=0') })).toBe(0);
    expect(bench.create('/zookeeper/quota/zookeeper_stats')).toBe(0);
    expect(bench.create('/a')).toBe(0);
    expect(bench.text('/zookeeper/quota/zookeeper_stats')).toBe('');
    expect(bench.write('delete', { path: '/zookeeper/quota/zookeeper_limits', version: -1 }).error).toBe(0);
  });

  test.for([null, '', 'count', 'count=abc,bytes=1', 'count=1;bytes=99999999999999999999', '\ufffd'])(
    'stats of %j are counted on from -1',
    (text) => {
      const bench = new Workbench();
      bench.create('/a');
      limit(bench, '/a', NO_LIMIT);
      const data = text === null ? null : bytes(text);
      expect(bench.write('setData', { path: '/zookeeper/quota/a/zookeeper_stats', data, version: -1 }).error).toBe(0);
      expect(bench.create('/a/b', { data: bytes('12') })).toBe(0);
      expect(usage(bench, '/a')).toMatch(/^count=(0|2),bytes=(1|3)$/);
    },
  );
});

test('a znode beside the quotas that has their names is none', () => {
  const bench = new Workbench();
  bench.create('/zookeeper/quotas');
  bench.create('/zookeeper/quotas/zookeeper_limits');
  bench.create('/zookeeper/quotas/zookeeper_stats', { data: bytes('mine') });
  expect(bench.text('/zookeeper/quotas/zookeeper_stats')).toBe('mine');
  expect(bench.tree.quotas.governing('/zookeeper/quotas')).toBeUndefined();
});

test('deleting a znode elsewhere that has the name of limits ends no quota', () => {
  const bench = new Workbench();
  limit(bench, '/x', NO_LIMIT);
  const elsewhere = `/${'a'.repeat('zookeeper/quota'.length)}`;
  for (const path of [elsewhere, `${elsewhere}/x`, `${elsewhere}/x/zookeeper_limits`]) bench.create(path);
  bench.write('delete', { path: `${elsewhere}/x/zookeeper_limits`, version: -1 });
  expect(bench.tree.quotas.governing('/x/y')?.path).toBe('/x');
});

test('counters equal a recount after any history', () => {
  const path = fc.constantFrom('/a', '/a/a', '/a/b', '/a/b/c', '/b');
  const step = fc.tuple(fc.constantFrom('create', 'delete', 'setData'), path, fc.string({ maxLength: 5 }));
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40, size: 'max' }), (steps) => {
      const bench = new Workbench();
      limit(bench, '/a', NO_LIMIT);
      for (const [what, at, text] of steps) {
        if (what === 'create') bench.create(at, { data: bytes(text) });
        else if (what === 'delete') bench.write('delete', { path: at, version: -1 });
        else bench.write('setData', { path: at, data: bytes(text), version: -1 });
      }
      const kept = usage(bench, '/a');
      bench.write('delete', { path: '/zookeeper/quota/a/zookeeper_stats', version: -1 });
      bench.create('/zookeeper/quota/a/zookeeper_stats');
      expect(usage(bench, '/a')).toBe(kept);
    }),
    { numRuns: 200 },
  );
});

describe('the text of limits and stats', () => {
  test.for([
    ['count=5,bytes=1000', { count: 5, bytes: 1000 }],
    [
      'count=5,bytes=1000=;byteHardLimit=7;countHardLimit=8',
      { count: 5, bytes: 1000, bytesHardLimit: 7, countHardLimit: 8 },
    ],
    ['bytes=3;count=+2,,;', { count: 2, bytes: 3 }],
    ['count=-5', { count: -5 }],
    ['count=,bytes', {}],
    ['', {}],
  ] as const)('%s', ([text, values]) => {
    const unset = { count: -1, bytes: -1, countHardLimit: -1, bytesHardLimit: -1 };
    expect(parseQuotaTrack(bytes(text))).toEqual({ ...unset, ...values });
  });

  test('what is formatted is parsed again, whatever was charged', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.maxSafeInteger(), fc.maxSafeInteger(), (count, size, change) => {
        const usage = charged({ count, bytes: size }, change, -change);
        expect(parseQuotaTrack(formatQuotaUsage(usage))).toMatchObject(usage);
      }),
    );
  });

  test('of it the first KB is read, and no number in part', () => {
    const read = 'count=1,bytes=2;'.padEnd(1020, ';');
    expect(parseQuotaTrack(bytes(`${read}=;=`))).toMatchObject({ count: 1, bytes: 2 });
    expect(parseQuotaTrack(bytes(`${read.slice(0, -7)};count=12345`))).toMatchObject({ count: 1, bytes: 2 });
    expect(parseQuotaTrack(bytes(`count=1;${'x=1;'.repeat(250_000)}count=2`))).toMatchObject({ count: 1 });
  });
});

describe('what clients write into limits and stats is in force', () => {
  const hard = (count: number): string => `count=-1,bytes=-1=;byteHardLimit=-1;countHardLimit=${count}`;
  const set = (bench: Workbench, name: string, text: string): number =>
    bench.write('setData', { path: `/zookeeper/quota/a/zookeeper_${name}`, data: bytes(text), version: -1 }).error;

  test('as soon as it is applied', () => {
    const bench = new Workbench({ enforceQuota: true });
    bench.create('/a');
    limit(bench, '/a', hard(1));
    expect(bench.create('/a/1')).toBe(ErrorCode.QuotaExceeded);
    expect(set(bench, 'limits', hard(2))).toBe(0);
    expect(bench.create('/a/1')).toBe(0);
    expect(bench.create('/a/2')).toBe(ErrorCode.QuotaExceeded);
    expect(set(bench, 'stats', 'count=1,bytes=0')).toBe(0);
    expect(bench.create('/a/2')).toBe(0);
    expect(usage(bench, '/a')).toBe('count=2,bytes=0');
  });

  test('also if the stats are there before the limits, go and come again', () => {
    const bench = new Workbench({ enforceQuota: true });
    for (const path of ['/a', '/zookeeper/quota/a', '/zookeeper/quota/a/zookeeper_stats']) bench.create(path);
    expect(bench.create('/a/1')).toBe(0);
    expect(usage(bench, '/a')).toBe('count=1,bytes=0');
    bench.create('/zookeeper/quota/a/zookeeper_limits', { data: bytes(hard(2)) });
    expect(bench.create('/a/2')).toBe(0);
    expect(bench.create('/a/3')).toBe(ErrorCode.QuotaExceeded);
    bench.write('delete', { path: '/zookeeper/quota/a/zookeeper_stats', version: -1 });
    expect(bench.create('/a/3')).toBe(0);
    bench.create('/zookeeper/quota/a/zookeeper_stats');
    expect(usage(bench, '/a')).toBe('count=4,bytes=0');
    expect(bench.create('/a/4')).toBe(ErrorCode.QuotaExceeded);
  });
});
