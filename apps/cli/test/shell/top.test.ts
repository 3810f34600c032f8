import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { Keys } from '../../src/shell/keys.ts';
import { StreamOutput } from '../../src/shell/output/stream-output.ts';
import { createTerminal } from '../../src/shell/output/terminal.ts';
import { showTop } from '../../src/shell/top/show-top.ts';
import { RunningServer } from './running-server.ts';
import { startZookit, zookit } from './zookit.ts';

const words = new Set(['srvr', 'mntr', 'cons', 'ruok']);

test('a table is printed for each interval, with rates and clients', async () => {
  await using server = await RunningServer.start({ fourLetterWords: words });
  const run = await zookit('-server', server.address, 'top', '-n', '2', '-d', '0.1');
  expect(run).toMatchObject({ code: 0, stderr: '' });
  const titles = run.stdout.split('\n').filter((line) => line.startsWith('SERVER'));
  expect(titles).toHaveLength(2);
  expect(run.stdout).toMatch(new RegExp(`^${server.address} +standalone +[\\d.]+ +[\\d.]+ `, 'mu'));
  const session = server.client.state.status === 'connected' ? server.client.state.session.id : 0n;
  expect(run.stdout).toMatch(
    new RegExp(`^127.0.0.1:\\d+ +${server.address} .* \\w+ +0x${session.toString(16)}$`, 'mu'),
  );
});

test('JSON has a line for each interval', async () => {
  await using server = await RunningServer.start({ fourLetterWords: words });
  const run = await zookit(
    '-server',
    server.address,
    '--output',
    'json',
    'top',
    '-n',
    '1',
    '-d',
    '0.1',
    '--no-clients',
  );
  expect(JSON.parse(run.stdout)).toMatchObject({
    servers: [{ server: server.address, mode: 'standalone', receivedRate: expect.any(Number) as number }],
    clients: [],
    notes: [],
  });
});

test('words that a server does not allow are named', async () => {
  await using server = await RunningServer.start({ fourLetterWords: new Set(['srvr']) });
  const run = await zookit('-server', server.address, 'top', '-n', '1', '-d', '0.1');
  expect(run.stdout).toContain(`! ${server.address} does not allow mntr and cons:`);
});

test('without -n it goes on until Ctrl-C', async () => {
  await using server = await RunningServer.start({ fourLetterWords: words });
  await using running = startZookit(['-server', server.address, 'top', '-d', '0.1']);
  await running.waitForOutput(/SERVER[^]*SERVER/u);
  running.kill('SIGINT');
  expect(await running.exit).toEqual({ code: 130, signal: undefined });
  expect(running.stderr).toBe('');
});

test('on a terminal it takes the whole screen until q, and gives the terminal back', async () => {
  await using server = await RunningServer.start({ fourLetterWords: words });
  const [host = '', port = ''] = server.address.split(':');
  const rawModes: boolean[] = [];
  const input = new PassThrough();
  let shown = '';
  const output = new StreamOutput('text', {
    out: (text) => {
      shown += text;
      // The first frame is answered by another order of the clients, the frame in that order by the end.
      if (text.includes('(requests)')) input.write('l');
      if (text.includes('(latency)')) input.write('q');
    },
    err: () => undefined,
    failure: () => undefined,
  });
  const terminal = createTerminal({
    isInteractive: true,
    hasColours: true,
    showsProgress: true,
    size: () => ({ columns: 200, rows: 5 }),
    styleText: (_, text) => text,
    writeProgress: () => undefined,
    readKeys: (listener) => new Keys({ stdin: input, setRawMode: (isRaw) => rawModes.push(isRaw) }, listener),
    lend: (work) => work(),
  });
  const options = {
    tls: undefined,
    endpoints: [{ host, port: Number(port) }],
    intervalMs: 100_000,
    withClients: true,
    timeoutMs: 5000,
    signal: new AbortController().signal,
  };
  await showTop(options, 'requests', { output, terminal });
  expect(shown.startsWith('\u001B[?1049h\u001B[?25l')).toBe(true);
  expect(shown.endsWith('\u001B[?25h\u001B[?1049l')).toBe(true);
  expect(shown).toContain('zookit top, every 100 s.');
  // Five lines have room for the servers' table only.
  expect(shown).not.toContain('CLIENT');
  expect(rawModes).toEqual([true, false]);
});
