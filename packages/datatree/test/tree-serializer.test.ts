import { JuteWriter } from '@zookit/jute';
import { openAclUnsafe, readAclUnsafe, ttlOwner, type Acl, type StatPersisted } from '@zookit/protocol';
import { describe, expect, test } from 'vitest';
import { DataTree, TreeSerializer } from '../src/index.ts';
import { identityAccess } from './support/identity-access.ts';
import { readSections, serialized, type Sections } from './support/sections.ts';
import { bytes, Workbench } from './support/workbench.ts';

function pathsOf({ nodes }: Sections): string[] {
  return nodes.map(({ path }) => path);
}

function write(bench: Workbench): Sections {
  return readSections(serialized(new TreeSerializer(bench.tree)));
}

function nodeAt(sections: Sections, path: string): Sections['nodes'][number] {
  return sections.nodes.find((node) => node.path === path)!;
}

/** The rest of what a serializer writes, after what it wrote already. */
function finish(serializer: TreeSerializer, written: JuteWriter, afterEach: () => void = () => undefined): Sections {
  while (serializer.next(written, 1)) afterEach();
  return readSections(written.bytes());
}

/** Has written everything before the root. */
function beginWith(bench: Workbench, written: JuteWriter): TreeSerializer {
  const serializer = new TreeSerializer(bench.tree);
  const parts = bench.tree.sessions.size + bench.tree.acls.size;
  for (let count = 0; count < parts; count++) serializer.next(written, 1);
  return serializer;
}

describe('what is written', () => {
  test('is each session, each list of ACLs and each znode, behind its parent', () => {
    const bench = new Workbench();
    bench.write('createSession', { timeoutMs: 4000 });
    bench.create('/b');
    bench.create('/a', { acl: readAclUnsafe });
    bench.create('/b/c');
    const sections = write(bench);
    expect(sections.sessions).toEqual([[0x1_0000n, 4000]]);
    expect(sections.acls).toEqual([
      [1n, readAclUnsafe],
      [2n, openAclUnsafe],
    ]);
    expect(pathsOf(sections)).toEqual(['', '/zookeeper', '/zookeeper/config', '/zookeeper/quota', '/b', '/b/c', '/a']);
  });

  test('tells no data from empty data', () => {
    const bench = new Workbench();
    bench.create('/null', { data: null });
    bench.create('/empty', { data: bytes('') });
    bench.create('/long', { data: bytes('x'.repeat(2000)) });
    const sections = write(bench);
    expect(nodeAt(sections, '/null').data).toBeNull();
    expect(nodeAt(sections, '/empty').data).toEqual(bytes(''));
    expect(nodeAt(sections, '/long').data).toEqual(bytes('x'.repeat(2000)));
  });

  test('has the stored cversion and the owner as it is, not what clients see', () => {
    const bench = new Workbench();
    bench.write('createTTL', { path: '/t', data: null, acl: openAclUnsafe, flags: 5, ttl: 1000n });
    bench.create('/t/a');
    bench.write('delete', { path: '/t/a', version: -1 });
    const expected: StatPersisted = {
      czxid: 1n,
      mzxid: 1n,
      ctime: 1000n,
      mtime: 1000n,
      version: 0,
      cversion: 1,
      aversion: 0,
      ephemeralOwner: ttlOwner(1000n),
      pzxid: 3n,
    };
    expect(nodeAt(write(bench), '/t').stat).toEqual(expected);
  });

  test("names no list for the tree's own znodes, and one for an open list that was asked for", () => {
    const bench = new Workbench();
    bench.create('/a');
    const sections = write(bench);
    expect(nodeAt(sections, '').aclId).toBe(-1n);
    expect(nodeAt(sections, '/a').aclId).toBe(2n);
  });

  test('is the same in steps of any length, each of which exceeds it by one znode at most', () => {
    const bench = new Workbench();
    for (let index = 0; index < 50; index++) bench.create(`/node-${index}`, { data: new Uint8Array(100) });
    const whole = serialized(new TreeSerializer(bench.tree), Infinity);
    for (const maxBytes of [1, 100, 1000]) {
      const serializer = new TreeSerializer(bench.tree);
      const writer = new JuteWriter();
      const steps: Buffer[] = [];
      while (serializer.next(writer, maxBytes)) {
        steps.push(writer.copy());
        writer.reset();
      }
      expect(Buffer.concat(steps)).toEqual(whole);
      for (const step of steps) expect(step.length).toBeLessThan(maxBytes + 200);
    }
  });
});

describe('while it is written', () => {
  test('the znodes that are created are left out, and cannot keep it from ending', () => {
    const bench = new Workbench();
    bench.create('/a');
    const written = new JuteWriter();
    const serializer = beginWith(bench, written);
    let created = 0;
    const sections = finish(serializer, written, () => {
      if (created < 100) bench.create(`/new-${created}`);
      created++;
    });
    expect(created).toBe(5);
    expect(pathsOf(sections).slice(3)).toEqual(['/zookeeper/quota', '/a']);
  });

  test('the znodes that are deleted before their turn are left out, also when they are created again', () => {
    const bench = new Workbench();
    for (const path of ['/a', '/b', '/b/c', '/d']) bench.create(path);
    const written = new JuteWriter();
    const serializer = beginWith(bench, written);
    for (const path of ['/b/c', '/b', '/d']) bench.write('delete', { path, version: -1 });
    bench.create('/d');
    expect(pathsOf(finish(serializer, written)).slice(3)).toEqual(['/zookeeper/quota', '/a']);
  });

  test('sessions that begin or end are as they were at the start, and so is the zxid', () => {
    const bench = new Workbench();
    bench.write('createSession', { timeoutMs: 4000 });
    const serializer = new TreeSerializer(bench.tree);
    bench.write('closeSession', undefined);
    expect(readSections(serialized(serializer)).sessions).toEqual([[0x1_0000n, 4000]]);
    expect(serializer.zxid).toBe(1n);
  });

  test('a znode that is changed before its turn is as it is then', () => {
    const bench = new Workbench();
    bench.create('/a');
    const written = new JuteWriter();
    const serializer = beginWith(bench, written);
    bench.write('setData', { path: '/a', data: bytes('new'), version: -1 });
    const { data, stat } = nodeAt(finish(serializer, written), '/a');
    expect(data).toEqual(bytes('new'));
    expect(stat).toMatchObject({ version: 1, mzxid: 2n });
  });

  test('a list of ACLs that comes is not written, and its number not told', () => {
    const bench = new Workbench();
    const mine: Acl[] = [...openAclUnsafe, { permissions: 31, id: { scheme: 'digest', id: 'me:x' } }];
    bench.create('/a');
    bench.create('/b', { acl: mine });
    const written = new JuteWriter();
    const serializer = beginWith(bench, written);
    bench.write('setACL', {
      path: '/a',
      acl: [{ permissions: 1, id: { scheme: 'world', id: 'anyone' } }],
      version: -1,
    });
    bench.write('setACL', {
      path: '/b',
      acl: [{ permissions: 3, id: { scheme: 'world', id: 'anyone' } }],
      version: -1,
    });
    const sections = finish(serializer, written);
    expect(sections.acls.map(([id]) => id)).toEqual([1n, 2n, 3n]);
    expect(nodeAt(sections, '/a').aclId).toBe(1n);
    expect(nodeAt(sections, '/b').aclId).toBe(0n);
  });
});

describe('the end', () => {
  test('says what the tree amounts to when all has been written', () => {
    const bench = new Workbench();
    bench.create('/a');
    const serializer = new TreeSerializer(bench.tree);
    bench.create('/b');
    serialized(serializer);
    const digest = { zxid: 2n, version: 2, digest: bench.tree.digest };
    expect(serializer.end()).toEqual({ lastZxid: 2n, digest });
    expect(serializer.zxid).toBe(1n);
  });

  test('says nothing of a digest where there is none', () => {
    const serializer = new TreeSerializer(new DataTree({ accessControl: identityAccess, digestEnabled: false }));
    serialized(serializer);
    expect(serializer.end()).toEqual({ lastZxid: 0n, digest: undefined });
  });

  test('is not told before', () => {
    const serializer = new TreeSerializer(new DataTree({ accessControl: identityAccess }));
    serializer.next(new JuteWriter(), 1);
    expect(() => serializer.end()).toThrow(RangeError);
  });
});
