import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { HistoryFile, historyPath } from '../../src/shell/interactive/history-file.ts';
import { TemporaryFolder } from '../txnlog/temporary-folder.ts';

test('lines are there for the next shell, the latest first, and for nobody else', () => {
  using folder = new TemporaryFolder();
  const path = join(folder.path, 'new/zookit/history');
  const history = new HistoryFile(path);
  for (const line of ['ls /', ' get /a ', '']) history.add(line);
  expect(new HistoryFile(path).read()).toEqual(['get /a', 'ls /']);
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test.for([
  'addauth digest user:password',
  '  addauth digest user:password',
  'setAcl /a digest:user:hash=:cdrwa',
  'setAcl /a auth:user:password:cdrwa',
  'create /a data digest:user:hash=:cdrwa',
  'redo 3 --auth digest:u:p',
])('%s is a secret', (line) => {
  using folder = new TemporaryFolder();
  const history = new HistoryFile(join(folder.path, 'history'));
  history.add(line);
  expect(history.read()).toEqual([]);
});

test('old lines go when there are too many', () => {
  using folder = new TemporaryFolder();
  const path = join(folder.path, 'history');
  writeFileSync(path, Array.from({ length: 2500 }, (_, index) => `get /${index}\n`).join(''));
  expect(new HistoryFile(path).read()).toHaveLength(1000);
  expect(readFileSync(path, 'utf8')).toMatch(/^get \/1500\n/u);
});

test('a file that can not be written stops nobody', () => {
  const history = new HistoryFile('/dev/null/history');
  history.add('ls /');
  expect(history.read()).toEqual([]);
});

test('it is where the XDG Base Directory Specification has it', () => {
  expect(historyPath({ XDG_STATE_HOME: '/state' })).toBe('/state/zookit/history');
  expect(historyPath({})).toMatch(/\/\.local\/state\/zookit\/history$/u);
});
