import { CONTAINER_OWNER, formatHex } from '@zookit/protocol';
import { RawClient, VirtualClock } from '@zookit/testkit';
import { expect, test } from 'vitest';
import { SessionIds } from '../../src/sessions/session-ids.ts';
import { startServer } from '../support/start-server.ts';

test('an id has the server in its upper byte, then 40 bits of the time of the start, then a count', () => {
  const ids = new SessionIds(7, 0x12_3456_789a);
  expect(ids.next()).toBe(0x07_12_3456_789a_0000n);
  expect(ids.next()).toBe(0x07_12_3456_789a_0001n);
});

test('a time beyond 40 bits loses its upper ones', () => {
  expect(new SessionIds(1, 0xab_12_3456_789a).next()).toBe(0x01_12_3456_789a_0000n);
});

test('a server with a number above 127 gives out negative ids', () => {
  expect(new SessionIds(254, 1).next()).toBe(BigInt.asIntN(64, 0xfe_00_0000_0001_0000n));
});

test('the id that stands for containers is not given out', () => {
  const ids = new SessionIds(0x80, 0);
  expect(ids.next()).toBe(CONTAINER_OWNER + 1n);
});

test('an id is shown as an unsigned hexadecimal number', () => {
  expect(formatHex(0x100n)).toBe('0x100');
  expect(formatHex(-1n)).toBe('0xffffffffffffffff');
});

test('sessions of one server have different ids that begin with its number and the time of its start', async () => {
  const clock = new VirtualClock();
  await using server = await startServer({ clock, serverId: 5 });
  const start = BigInt(clock.wallTime()) & 0xff_ffff_ffffn;
  const clients = await Promise.all(Array.from({ length: 50 }, () => RawClient.connect(server)));
  const ids = clients.map((client) => client.sessionId);
  expect(new Set(ids).size).toBe(50);
  for (const id of ids) expect(id >> 16n).toBe((5n << 40n) | start);
  for (const client of clients) client.disconnect();
});
