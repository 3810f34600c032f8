import { join } from 'node:path';
import { scriptsDirectory } from '../directories.ts';
import { javaProgram } from '../java-program.ts';
import type { Settings } from '../servers/server-process.ts';
import { cClientSession } from './c-client-session.ts';
import { oneShotSession } from './one-shot-session.ts';
import { scriptSession } from './script-session.ts';
import type { Session } from './session.ts';
import { zkCliSession } from './zkcli-session.ts';

const ENFORCED_QUOTAS: Settings = { enforceQuota: 'true' };

/** The user `super` with the password `admin`. */
export const SUPER_USER: Settings = {
  'DigestAuthenticationProvider.superDigest': 'super:xQJmxLMiHGwaqBvst5y6rkB6HQs=',
};

function kazoo(script: string, settings: Settings = {}): Session {
  const file = join(scriptsDirectory, 'kazoo', `${script}.py`);
  return scriptSession(`kazoo/${script}`, (peers) => [peers.kazoo.python, file], settings);
}

function java(program: string): Session {
  return scriptSession(`java/${program}`, (peers) => javaProgram(peers.java, program));
}

/** Every session of every peer. */
export const sessions: readonly Session[] = [
  kazoo('basic'),
  kazoo('paths'),
  kazoo('transactions'),
  kazoo('acls'),
  kazoo('super_user', SUPER_USER),
  kazoo('watches'),
  kazoo('sessions'),
  kazoo('restart'),
  kazoo('words'),
  kazoo('limits'),
  kazoo('extensions'),
  kazoo('quota', ENFORCED_QUOTAS),
  kazoo('recipes'),
  java('Operations'),
  java('Watches'),
  java('Sessions'),
  java('Restart'),
  zkCliSession('nodes'),
  zkCliSession('access'),
  zkCliSession('quotas'),
  zkCliSession('hard-quotas', ENFORCED_QUOTAS),
  zkCliSession('watches'),
  oneShotSession,
  cClientSession,
  scriptSession('go/session', (peers) => [peers.go.program]),
];
