import { RawClient, VirtualClock } from '@zookit/testkit';
import { expect, test } from 'vitest';
import { SessionPasswords } from '../../src/sessions/session-passwords.ts';
import { startServer } from '../support/start-server.ts';

const passwords = new SessionPasswords(Buffer.alloc(32, 1));

test('a password belongs to one session', () => {
  expect(passwords.passwordOf(1n)).toHaveLength(16);
  expect(passwords.matches(1n, passwords.passwordOf(1n))).toBe(true);
  expect(passwords.matches(2n, passwords.passwordOf(1n))).toBe(false);
});

test('session 0 has no password', () => {
  expect(passwords.matches(0n, passwords.passwordOf(0n))).toBe(false);
});

test('another secret makes another password', () => {
  const others = new SessionPasswords(Buffer.alloc(32, 2));
  expect(others.matches(1n, passwords.passwordOf(1n))).toBe(false);
});

test('passwords are not what Apache computes from the id', () => {
  expect(Buffer.from(passwords.passwordOf(1n)).toString('hex')).not.toBe('054cc74a37327db215e702e20c73f005');
});

test('two servers give the same session id different passwords', async () => {
  await using one = await startServer({ clock: new VirtualClock() });
  await using two = await startServer({ clock: new VirtualClock() });
  using atOne = await RawClient.connect(one);
  using atTwo = await RawClient.connect(two);
  expect(atOne.sessionId).toBe(atTwo.sessionId);
  expect(Buffer.from(atOne.password)).not.toEqual(Buffer.from(atTwo.password));
  const { sessionId, password } = atOne;
  using stranger = await RawClient.connect({ port: two.port, sessionId, password });
  expect(stranger.sessionId).toBe(0n);
});
