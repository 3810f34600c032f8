import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ZooKeeperServer } from '@zookit/server';
import { CertificateAuthority, startProcess, TlsFront } from '@zookit/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';

const folder = fileURLToPath(new URL('../../../packages/client/', import.meta.url));

interface Example {
  readonly title: string;
  readonly source: string;
  /** What the comments behind `console.log` say, from top to bottom. */
  readonly printed: readonly string[];
}

function examplesOf(readme: string): Example[] {
  const pieces = readme.matchAll(/^#+ ([^\n]*)$|^```ts\n(.*?)^```$/gms);
  let title = '';
  const examples: Example[] = [];
  for (const [, heading, source] of pieces) {
    title = heading ?? title;
    if (source !== undefined) examples.push({ title, source, printed: printedBy(source) });
  }
  return examples;
}

function printedBy(source: string): string[] {
  const comments = source.matchAll(/console\.log\(.*\/\/ (.*)$/gm);
  return [...comments].flatMap(([, comment = '']) => comment.split(', then '));
}

const authority = new CertificateAuthority('authority');
const { cert, key } = authority.issue({ subject: { CN: 'server' }, names: ['localhost'] });
/** Where the files are that an example reads. */
let certificates = '';

beforeAll(async () => {
  certificates = await mkdtemp(join(tmpdir(), 'client-readme-'));
  const client = authority.issue({ subject: { CN: 'client' } });
  const files = { 'ca.pem': authority.cert, 'client.pem': client.cert, 'client-key.pem': client.key };
  for (const [name, text] of Object.entries(files)) await writeFile(join(certificates, name), text);
});
afterAll(() => rm(certificates, { recursive: true }));

const examples = examplesOf(readFileSync(`${folder}README.md`, 'utf8'));

test.for(examples)('the example "$title" of the README prints what it says', async ({ source, printed }) => {
  await using server = await ZooKeeperServer.start({ host: '127.0.0.1', port: 0, extendedTypesEnabled: true });
  await using front = await TlsFront.start(server, { cert, key, ca: authority.cert, requestCert: true });
  const code = source
    .replaceAll('127.0.0.1:2181', `127.0.0.1:${server.port}`)
    .replaceAll('localhost:2281', `localhost:${front.port}`)
    .replaceAll(/'([\w-]+\.pem)'/g, (_, name: string) => JSON.stringify(join(certificates, name)));
  await using child = startProcess(process.execPath, ['--input-type=module-typescript', '-e', code], { cwd: folder });
  const exit = await child.exit;
  expect(child.stderr).toBe('');
  expect(exit).toEqual({ code: 0, signal: undefined });
  expect(child.stdout.trimEnd().split('\n')).toEqual(printed);
});

test('the README has two examples to begin with, one for each of the eight common tasks, three on sessions, two on watching, and one each on lost replies, authentication and TLS', () => {
  expect(examples).toHaveLength(18);
});
