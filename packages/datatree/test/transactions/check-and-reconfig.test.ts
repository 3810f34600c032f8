import { ErrorCode, OpCode } from '@zookit/protocol';
import { expect, test } from 'vitest';
import { applyProposal } from '../../src/index.ts';
import { bytes, Workbench } from '../support/workbench.ts';

test('a tree alone refuses a reconfiguration as a standalone server does', () => {
  const request = { joiningServers: null, leavingServers: null, newMembers: 'server.1=a:1:2', currentConfigId: -1n };
  expect(new Workbench().write('reconfig', request).error).toBe(ErrorCode.Unimplemented);
});

test("a leader's reconfiguration sets the data of the config znode", () => {
  const bench = new Workbench();
  const before = bench.tree.digest;
  const header = { sessionId: 1n, cxid: 1, zxid: 5n, time: 7n, type: OpCode.reconfig };
  const txn = { path: '/zookeeper/config', data: bytes('server.1=…'), version: -1 };
  const { error, response } = applyProposal(bench.tree, { header, txn, digest: undefined, opCode: OpCode.reconfig });
  expect(error).toBe(0);
  expect(response).toMatchObject({
    data: bytes('server.1=…'),
    stat: { version: -1, aversion: -1, mzxid: 5n, mtime: 7n },
  });
  expect(bench.tree.digest).toBe(before);
});
