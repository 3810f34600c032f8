import { PacketTooLargeError } from '@zookit/client';
import {
  BadVersionError,
  NoNodeError,
  NotEmptyError,
  ReconfigDisabledError,
  SessionExpiredError,
} from '@zookit/protocol';
import { describe, expect, test } from 'vitest';
import { parseAcl } from '../../src/shell/commands/acl-argument.ts';
import { connectFailure } from '../../src/shell/failure/connect-failure.ts';
import { failureLines } from '../../src/shell/failure/failure-lines.ts';
import { nearest } from '../../src/shell/failure/nearest.ts';
import { checkPath } from '../../src/shell/failure/path-failure.ts';

const place = { command: undefined, isAborted: false, format: 'text' } as const;

describe("what a server refuses is told in Apache's words, then what would be right", () => {
  test.for([
    [new NoNodeError('/a'), 'Node does not exist: /a'],
    [new NotEmptyError('/a'), 'Node not empty: /a', '"deleteall" deletes it with all below it.'],
    [new BadVersionError('/a'), 'version No is not valid : /a', '"stat" shows the versions that it has.'],
    [
      new ReconfigDisabledError(),
      'KeeperErrorCode = Reconfig is disabled',
      'The servers allow it where their configuration says reconfigEnabled=true.',
    ],
    [
      new PacketTooLargeError('/a'),
      'PacketTooLarge: /a',
      'Path, data and ACL together may have a little less than 1 MiB.',
    ],
    [
      new NoNodeError('/'),
      'Node does not exist: /',
      'What stands behind the servers as the root does not exist: "create /" creates it.',
    ],
    [new SessionExpiredError('/a'), 'KeeperErrorCode = Session expired for /a'],
  ] as const)('%s', ([error, ...lines]) => {
    expect(failureLines(error, place)).toEqual({ lines, exitCode: 1 });
  });
});

test('in JSON it has the code and the path, too', () => {
  const { lines } = failureLines(new NoNodeError('/a'), { ...place, format: 'json' });
  expect(JSON.parse(lines[0]!)).toEqual({
    error: { message: 'Node does not exist: /a', code: -101, path: '/a', outcome: 'rejected' },
  });
});

test('a mistake of the shell is one line, without a stack', () => {
  const { lines } = failureLines(new TypeError('x is not a function'), place);
  expect(lines).toEqual([
    'The shell has a mistake, which is not yours. Please report it: TypeError: x is not a function',
  ]);
});

describe('a path that no znode can have', () => {
  test.for([
    ['', 'Path length must be > 0\nDid you mean /?'],
    ['a/b', 'Path must start with / character\nDid you mean /a/b?'],
    ['/a/', 'Path must not end with / character\nDid you mean /a?'],
    ['/a//b', 'Invalid path string "/a//b" caused by empty node name specified @3\nDid you mean /a/b?'],
    ['/a/./b', 'Invalid path string "/a/./b" caused by relative paths not allowed @3\nDid you mean /a/b?'],
    ['/a/../b', 'Invalid path string "/a/../b" caused by relative paths not allowed @4\nDid you mean /b?'],
    ['/a\0', 'Invalid path string "/a\0" caused by null character not allowed @2'],
    ['/a\u0001', 'Invalid path string "/a\u0001" caused by invalid character @2'],
  ] as const)('%j', ([path, message]) => {
    expect(() => checkPath(path)).toThrow(expect.objectContaining({ message }));
  });

  test.for(['/', '/a', '/a.', '/.a/...', '/ä b'])('is not %s', (path) => {
    expect(() => checkPath(path)).not.toThrow();
  });
});

describe('an ACL that is none', () => {
  test.for([
    ['foo', 'foo does not have the form scheme:id:perm'],
    ['world:anyone', 'world:anyone does not have the form scheme:id:perm'],
    ['world:anyone:r,foo', 'foo does not have the form scheme:id:perm'],
    ['world:anyone:xyz', 'Unknown perm type: x'],
  ] as const)('%s', async ([text, complaint]) => {
    await expect(parseAcl(text)).rejects.toThrow(`${complaint}\nAcl is not valid : null\nAn ACL is `);
  });
});

test('the nearest word is found, and none where none is near', () => {
  const words = ['get', 'getAcl', 'delete', 'deleteall', 'ls'];
  expect(nearest('gte', words)).toBe('get');
  expect(nearest('getacl', words)).toBe('getAcl');
  expect(nearest('detele', words)).toBe('delete');
  expect(nearest('frobnicate', words)).toBeUndefined();
});

test('a connection that does not come to be is told by its innermost cause', () => {
  const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
  expect(connectFailure(new Error('no session', { cause: refused }), 'h:1').message).toBe(
    'KeeperErrorCode = ConnectionLoss\nCould not connect to h:1: nothing listens there.',
  );
});
