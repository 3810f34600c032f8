import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { create2Response, getChildren2Response, OpCode, type Stat } from '@zookit/protocol';
import { startProcess } from '@zookit/testkit';
import { expect, test } from 'vitest';
import { type ScriptedPeer, ScriptedServer } from './scripted-server.ts';

const folder = fileURLToPath(new URL('..', import.meta.url));

const stat: Stat = {
  czxid: 1n,
  mzxid: 1n,
  ctime: 0n,
  mtime: 0n,
  version: 0,
  cversion: 0,
  aversion: 0,
  ephemeralOwner: 7n,
  dataLength: 2,
  numChildren: 0,
  pzxid: 1n,
};

async function answerAll(peer: ScriptedPeer): Promise<void> {
  await peer.accept();
  for (;;) {
    const { header } = await peer.request();
    if (header.opCode === OpCode.create2) {
      peer.replyWith(header.xid, 1n, create2Response, { path: '/app/lock-0000000000', stat });
    } else if (header.opCode === OpCode.getChildren2) {
      peer.replyWith(header.xid, 1n, getChildren2Response, { children: ['lock-0000000000'], stat });
    } else if (header.opCode === OpCode.getData) {
      peer.reply(header.xid, 1n, -101);
    } else {
      peer.reply(header.xid, 2n);
      return;
    }
  }
}

test('the example of the README runs to its end', async () => {
  using server = await ScriptedServer.start();
  const [, example = ''] = /```ts\n(.*?)```/s.exec(readFileSync(`${folder}/README.md`, 'utf8')) ?? [];
  const source = example.replace('2181', String(server.endpoint.port));
  await using child = startProcess(process.execPath, ['--input-type=module-typescript', '-e', source], { cwd: folder });
  await answerAll(await server.peer());
  expect(await child.exit).toEqual({ code: 0, signal: undefined });
  expect(child.stdout).toBe("/lock-0000000000 [ 'lock-0000000000' ]\n");
});
