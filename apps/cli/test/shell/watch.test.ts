import { expect, test } from 'vitest';
import { RunningServer } from './running-server.ts';
import { startZookit } from './zookit.ts';

/** Lines without their times, which must be times. */
function events(text: string): string[] {
  const lines = text.split('\n').filter((line) => line !== '');
  for (const line of lines) expect(line).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z /u);
  return lines.map((line) => line.slice(line.indexOf(' ') + 1));
}

test('what happens in a subtree is told line by line, until Ctrl-C', async () => {
  await using server = await RunningServer.start();
  const { client } = server;
  await client.create('/app', 'here');
  await using watching = startZookit(['-server', server.address, 'watch', '--initial', '--data', '/app']);
  await watching.waitForOutput(/present \/app "here"\n/u);
  await client.create('/app/a', 'one\ntwo');
  await client.create('/elsewhere');
  await client.set('/app/a', Buffer.from([255]));
  await watching.waitForOutput(/changed \/app\/a base64:\/w==\n/u);
  await client.delete('/app/a');
  await watching.waitForOutput(/deleted/u);
  watching.kill('SIGINT');
  expect(await watching.exit).toEqual({ code: 130, signal: undefined });
  const told = events(watching.stdout);
  expect(told.filter((line) => !line.startsWith('created'))).toEqual([
    'present /app "here"',
    'changed /app/a base64:/w==',
    'deleted /app/a',
  ]);
  // The data is what was there right behind the event: perhaps what was set by then.
  expect(told[1]).toMatch(/^created \/app\/a ("one\\ntwo"|base64:\/w==)$/u);
  expect(watching.stderr).toBe('');
});

test('as JSON, with the zxid where the server tells it', async () => {
  await using server = await RunningServer.start();
  await using watching = startZookit(['-server', server.address, '--output', 'json', 'watch', '/app']);
  await watching.waitForOutput(/"armed"/u);
  const { stat } = await server.client.create('/app');
  await watching.waitForOutput(/"created"/u);
  watching.kill('SIGINT');
  await watching.exit;
  const values = watching.stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(values).toMatchObject([
    { type: 'resync', reason: 'armed' },
    { type: 'created', path: '/app', zxid: `0x${stat.czxid.toString(16)}` },
  ]);
});

test('that the path is not there yet is told', async () => {
  await using server = await RunningServer.start();
  await using watching = startZookit(['-server', server.address, 'watch', '/app']);
  await watching.waitForOutput(/^\/app does not exist yet: its creation will be told\.\n/u);
  await server.client.create('/app');
  await watching.waitForOutput(/created \/app\n/u);
  watching.kill('SIGINT');
  await watching.exit;
  expect(events(watching.stdout)).toEqual(['created /app']);
});
