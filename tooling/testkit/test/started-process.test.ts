import { expect, test } from 'vitest';
import { startProcess } from '../src/index.ts';

const node = (script: string) => startProcess(process.execPath, ['-e', script]);

test('output is kept, and the exit tells the code', async () => {
  await using child = node('console.log("out"); console.error("err"); process.exitCode = 3');
  expect(await child.exit).toEqual({ code: 3, signal: undefined });
  expect(child.stdout).toBe('out\n');
  expect(child.stderr).toBe('err\n');
});

test('a line that was waited for comes with its match', async () => {
  await using child = node('console.log("listening on 4711"); setInterval(() => undefined, 1000)');
  const [, port] = await child.waitForOutput(/listening on (\d+)/);
  expect(port).toBe('4711');
});

test('a process that ends without the line says what it printed instead', async () => {
  await using child = node('console.log("something else")');
  await expect(child.waitForOutput(/listening/)).rejects.toThrow('something else');
});

test('a process can be spoken to and ended by a signal', async () => {
  await using child = node('process.stdin.on("data", (data) => process.stdout.write(data))');
  child.writeLine('echo');
  await child.waitForOutput(/echo/);
  expect(child.pid).toBeGreaterThan(0);
  child.kill('SIGTERM');
  expect(await child.exit).toEqual({ code: undefined, signal: 'SIGTERM' });
});

test('variables of the environment and the directory are handed over', async () => {
  const script = 'console.log(process.env.GREETING, process.cwd())';
  await using child = startProcess(process.execPath, ['-e', script], { env: { GREETING: 'hello' }, cwd: '/' });
  await child.exit;
  expect(child.stdout).toBe('hello /\n');
});

test('a program that does not exist rejects the exit', async () => {
  await using child = startProcess('no-such-program-here', []);
  await expect(child.exit).rejects.toThrow('ENOENT');
});
