import { expect, test } from 'vitest';
import type { ServerReport } from '../../src/shell/four-letter-words/server-report.ts';
import { ensembleStatus } from '../../src/shell/status/ensemble-status.ts';
import { statusLines } from '../../src/shell/status/status-text.ts';
import { serverReport } from './server-report.ts';

const leader = serverReport({ server: 'h1:2181', mode: 'leader', followers: 2, syncedFollowers: 2 });
const follower = serverReport({ server: 'h2:2181', mode: 'follower' });
const problemsOf = (...servers: readonly ServerReport[]) => ensembleStatus(servers).problems;

test('a leader and its followers are well, and so is one that stands alone', () => {
  expect(problemsOf(leader, follower, serverReport({ server: 'h3:2181', mode: 'observer' }))).toEqual([]);
  expect(problemsOf(serverReport({ mode: 'standalone' }))).toEqual([]);
});

test('followers without a leader are well: the leader may not be among those that were asked', () => {
  expect(problemsOf(follower)).toEqual([]);
});

test('a server that cannot be reached is named, and no quorum is said', () => {
  const away = serverReport({ server: 'h3:2181', state: 'unreachable', problem: 'nothing listens there' });
  expect(problemsOf(leader, follower, away)).toEqual(['h3:2181: nothing listens there.']);
  expect(problemsOf(away)).toEqual(['h3:2181: nothing listens there.', 'No server serves: there is no quorum.']);
});

test('a read-only server has no quorum', () => {
  expect(problemsOf(serverReport({ server: 'h1:2181', mode: 'read-only' }))).toEqual([
    'h1:2181 has lost the quorum: it serves reads only.',
    'No server serves: there is no quorum.',
  ]);
});

test('followers out of sync, two leaders, and servers that stand alone are told', () => {
  expect(problemsOf({ ...leader, syncedFollowers: 1 }, follower)).toEqual([
    'h1:2181 leads 2 servers, of which 1 are in sync.',
  ]);
  expect(problemsOf(leader, { ...leader, server: 'h2:2181' })).toEqual([
    'More than one server leads: h1:2181, h2:2181.',
  ]);
  const alone = [
    serverReport({ server: 'h1:1', mode: 'standalone' }),
    serverReport({ server: 'h2:1', mode: 'standalone' }),
  ];
  expect(problemsOf(...alone)).toEqual(['Each stands alone, in no ensemble: h1:1, h2:1.']);
});

test('the table shows each server, and dashes for what is not known', () => {
  const away = serverReport({ server: 'a-longer-name:2181', state: 'unreachable', problem: 'no such host' });
  const shown = serverReport({
    ...leader,
    version: '3.9.4-7246445ec281f3dbf53dc54e970c914f39713903',
    zxid: '0x300000006',
    latencyMs: { min: 0, average: 0.5, max: 7 },
    connections: 3,
    outstanding: 0,
    nodeCount: 12,
  });
  expect(`\n${statusLines(ensembleStatus([shown, away])).join('\n')}\n`).toMatchInlineSnapshot(`
    "
    SERVER              MODE         VERSION         ZXID  CONNECTIONS  LATENCY MS  OUTSTANDING  ZNODES  SYNCED
    h1:2181             leader       3.9.4    0x300000006            3     0/0.5/7            0      12  2 of 2
    a-longer-name:2181  unreachable  -                  -            -           -            -       -       -

    a-longer-name:2181: no such host.
    "
  `);
});
