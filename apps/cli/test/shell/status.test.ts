import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:tls';
import { CertificateAuthority, freePort } from '@zookit/testkit';
import { expect, test } from 'vitest';
import { TemporaryFolder } from '../txnlog/temporary-folder.ts';
import { RunningServer } from './running-server.ts';
import { zookit } from './zookit.ts';

const words = new Set(['srvr', 'ruok']);

test('a server that stands alone is well', async () => {
  await using server = await RunningServer.start({ fourLetterWords: words });
  await server.client.create('/a');
  const run = await zookit('-server', server.address, 'status');
  expect(run).toMatchObject({ code: 0, stderr: '' });
  const zxid = `0x${server.client.lastZxid.toString(16)}`;
  expect(run.stdout).toMatch(new RegExp(`^${server.address} +standalone +\\S+ +${zxid} `, 'mu'));
});

test('one that cannot be reached makes it end with 1, and is named', async () => {
  await using server = await RunningServer.start({ fourLetterWords: words });
  const away = `127.0.0.1:${await freePort()}`;
  const run = await zookit('--output', 'json', 'status', `${server.address},${away}`);
  expect(run).toMatchObject({ code: 1, stderr: '' });
  expect(JSON.parse(run.stdout)).toMatchObject({
    servers: [
      { server: server.address, state: 'serving' },
      { server: away, state: 'unreachable', problem: 'nothing listens there' },
    ],
    problems: [`${away}: nothing listens there.`],
  });
});

test('a four-letter word is asked of each server', async () => {
  await using server = await RunningServer.start({ fourLetterWords: words });
  expect(await zookit('-server', server.address, '4lw', 'ruok')).toMatchObject({ code: 0, stdout: 'imok\n' });
  const two = await zookit('4lw', 'ruok', `${server.address},${server.address}`);
  expect(two.stdout).toBe(`--- ${server.address}\nimok\n`.repeat(2));
  const json = await zookit('--output', 'json', '4lw', 'ruok', server.address);
  expect(JSON.parse(json.stdout)).toEqual({ server: server.address, word: 'ruok', answer: 'imok' });
  expect(await zookit('4lw', 'mntr', server.address)).toMatchObject({
    code: 1,
    stdout: '',
    stderr: `${server.address} does not allow it: its 4lw.commands.whitelist says what it does.\n`,
  });
});

test('a server is asked by TLS, and one that is not trusted says why it was left', async () => {
  const authority = new CertificateAuthority('authority');
  const { cert, key } = authority.issue({ subject: { CN: 'server' }, names: ['localhost'] });
  const server = createServer({ cert, key }, (socket) => {
    socket.on('error', () => undefined);
    socket.on('data', () => socket.end('imok'));
  });
  server.listen(0, 'localhost');
  await once(server, 'listening');
  using folder = new TemporaryFolder();
  const ca = folder.write('ca.pem', authority.cert);
  const address = `zks://localhost:${(server.address() as AddressInfo).port}`;
  expect(await zookit('--tls-ca', ca, '4lw', 'ruok', address)).toMatchObject({ code: 0, stdout: 'imok\n' });
  const untrusted = await zookit('4lw', 'ruok', address);
  expect(untrusted).toMatchObject({ code: 1, stdout: '' });
  expect(untrusted.stderr).toMatch(/^localhost:\d+: .*(?:trust|certificate)/u);
  server.close();
});

test('a word, a connect string or a number that makes no sense is told, with what would', async () => {
  const word = await zookit('4lw', 'rouk');
  expect(word).toMatchObject({ code: 1, stdout: '' });
  expect(word.stderr).toContain('word is one of ruok, srvr, ');
  expect((await zookit('status', 'h1:port')).stderr).toContain('h1:port');
  expect((await zookit('status', '--timeout', 'soon')).stderr).toContain(
    '--timeout is a whole number from 1 up, not soon',
  );
});
