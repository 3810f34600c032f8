import { describe, expect, test } from 'vitest';
import { answerFourLetterWord } from '../../src/four-letter-words/answer.ts';
import { fourLetterWordOf, TELNET_CLOSE } from '../../src/four-letter-words/word-code.ts';
import { fourLetterWords } from '../../src/four-letter-words/words.ts';
import type { ServerView } from '../../src/server-view.ts';
import { config, emptyView, golden, statsOf, twoClientsView } from './scene.ts';

function codeOf(word: string): number {
  return Buffer.from(word, 'latin1').readInt32BE();
}

function ask(word: string, view: ServerView): string | undefined {
  return answerFourLetterWord(codeOf(word), view);
}

/** The same lines, whatever order each block's indented lines came in: Apache keeps them in hash order. */
function sortedBlocks(text: string): string[] {
  return text.split(/\n(?!\t)/u).map((block) => {
    const [head, ...members] = block.split('\n\t');
    return [head, ...members.sort()].join('\n\t');
  });
}

describe('the answers are those of Apache ZooKeeper 3.9.5, byte for byte', () => {
  test.for<[string, number]>([
    ['srvr', 0],
    ['conf', 0],
    ['cons', 56_146],
    ['wchs', 0],
    ['dirs', 0],
  ])('%s with two clients', ([word, port]) => {
    expect(ask(word, twoClientsView(port))).toBe(golden('two-clients', word));
  });

  test('stat with two clients', () => {
    const view = { ...twoClientsView(56_130), stats: statsOf(19, 18, [0, 0, 1, 1, 1, 1, 1, 1, 2, 2, 2, 3, 5]) };
    expect(ask('stat', view)).toBe(golden('two-clients', 'stat'));
  });

  test.for<[string, number]>([
    ['wchc', 0],
    ['wchp', 0],
    ['dump', 56_222],
  ])('%s with two clients, but for the order of what Apache keeps in hash tables', ([word, port]) => {
    const answer = ask(word, twoClientsView(port)) ?? '';
    const expected = golden('two-clients', word);
    expect(sortedBlocks(answer)).toEqual(sortedBlocks(expected));
    expect(answer.at(-1)).toBe('\n');
  });

  test.for<[string, number]>([
    ['srvr', 0],
    ['cons', 38_688],
    ['wchc', 0],
    ['dump', 38_750],
  ])('%s without clients', ([word, port]) => {
    expect(ask(word, emptyView(port))).toBe(golden('empty', word));
  });

  test.for<[string, string]>([
    ['ruok', 'imok'],
    ['isro', 'rw'],
    ['crst', 'Connection stats reset.\n'],
    ['srst', 'Server stats reset.\n'],
    ['hash', ''],
    ['gtmk', '306'],
    ['stmk', '306'],
    ['wchp', '\n'],
    ['wchs', '0 connections watching 0 paths\nTotal watches:0\n'],
  ])('%s says %j', ([word, answer]) => {
    expect(ask(word, emptyView(0))).toBe(answer);
  });
});

describe('mntr', () => {
  const lines = (text: string | undefined) => (text ?? '').trimEnd().split('\n');

  test('has the lines of Apache ZooKeeper 3.9.5 in its order, with the same values', () => {
    const view = { ...twoClientsView(0), stats: statsOf(23, 22, [0, 0, 1, 1, 1, 1, 1, 1, 2, 2, 2, 3, 5]) };
    const expected = lines(golden('two-clients', 'mntr'));
    const actual = lines(ask('mntr', view));
    const name = (line: string) => line.split('\t', 1)[0] ?? '';
    const names = actual.map(name);
    expect(names).toEqual(expected.map(name).filter((one) => names.includes(one)));
    const ofTheProcess = /^zk_(?:(?:open|max)_file_descriptor_count|uptime)/u;
    expect(expected).toEqual(expect.arrayContaining(actual.filter((line) => !ofTheProcess.test(line))));
    expect(names.length).toBeGreaterThan(20);
  });

  test('can be read by the regular expression of Telegraf', () => {
    const parser = /^zk_(\w+)\s+([\w.-]+)/u;
    for (const view of [emptyView(0), twoClientsView(0)]) {
      for (const line of lines(ask('mntr', view))) expect(line).toMatch(parser);
    }
  });

  test('can be split at white space as Datadog does, and has integers where Apache has', () => {
    const values = new Map(lines(ask('mntr', twoClientsView(0))).map((line) => line.split('\t') as [string, string]));
    expect(values.get('zk_server_state')).toBe('standalone');
    const fractions = ['zk_avg_latency', 'zk_connection_drop_probability'];
    for (const [name, value] of values) {
      if (name === 'zk_version' || name === 'zk_server_state') continue;
      expect(value, name).toMatch(fractions.includes(name) ? /^\d+\.\d+$/u : /^-?\d+$/u);
    }
  });
});

describe('stat can be read line by line as Datadog does', () => {
  test('the version is a release, the clients come next, then the counts up to the node count', () => {
    const [version, clients, ...rest] = (ask('stat', twoClientsView(0)) ?? '').split('\n');
    expect(/^Zookeeper version: (\d+)\.(\d+)\.(\d+)[^,-]*[-,]/u.exec(version ?? '')?.slice(1)).toEqual(['3', '9', '5']);
    expect(clients).toBe('Clients:');
    const blank = rest.indexOf('');
    for (const line of rest.slice(0, blank))
      expect(line).toMatch(/^ \/[\d.]+:\d+\[\d+\]\(queued=\d+,recved=\d+,sent=\d+\)$/u);
    expect(rest.slice(blank + 1).map((line) => line.split(':', 1)[0])).toEqual([
      'Latency min/avg/max',
      'Received',
      'Sent',
      'Connections',
      'Outstanding',
      'Zxid',
      'Mode',
      'Node count',
      '',
    ]);
  });
});

describe('envi', () => {
  test('has the keys of Apache ZooKeeper 3.9.5 in its order', () => {
    const keys = (text: string) => text.split('\n').map((line) => line.split('=', 1)[0]);
    expect(keys(ask('envi', emptyView(0)) ?? '')).toEqual(keys(golden('two-clients', 'envi')));
  });

  test('tells clients which release to take it for', () => {
    const view = { ...emptyView(0), version: '3.9.4-zookit' };
    expect(ask('envi', view)).toMatch(/^zookeeper\.version=3\.9\.4-zookit$/mu);
  });

  test('has a size in MB for each kind of memory', () => {
    expect(ask('envi', emptyView(0))?.match(/^os\.memory\.(?:free|max|total)=\d+MB$/gmu)).toHaveLength(3);
  });
});

describe('the whitelist', () => {
  test('lets what is listed through and names what is not', () => {
    const view = { ...emptyView(0), config: config({ fourLetterWords: new Set(['srvr', 'nope']) }) };
    expect(ask('srvr', view)).toContain('Zookeeper version');
    expect(ask('ruok', view)).toBe('ruok is not executed because it is not in the whitelist.\n');
    expect(ask('nope', view)).toBeUndefined();
  });
});

describe('a server that does not serve', () => {
  const view = { ...emptyView(0), isServing: false };
  const refusal = 'This ZooKeeper instance is not currently serving requests';

  test.for(['conf', 'cons', 'crst', 'dirs', 'dump', 'srst', 'srvr', 'stat', 'wchs', 'wchc', 'wchp', 'mntr'])(
    'says so to %s',
    (word) => {
      expect(ask(word, view)).toBe(`${refusal}\n`);
    },
  );

  test('says it in another way to hash and isro', () => {
    expect(ask('hash', view)).toBe(refusal);
    expect(ask('isro', view)).toBe('null');
  });

  test('still answers what is about the process', () => {
    expect(ask('ruok', view)).toBe('imok');
    expect(ask('gtmk', view)).toBe('306');
    expect(ask('envi', view)).toMatch(/^Environment:\n/u);
  });
});

test('a read-only server says so', () => {
  const view: ServerView = { ...emptyView(0), mode: 'read-only' };
  expect(ask('isro', view)).toBe('ro');
  expect(ask('srvr', view)?.split('\n')[1]).toBe('READ-ONLY mode; serving only read-only clients');
  expect(ask('srvr', view)).toContain('Mode: read-only\n');
});

test('srst starts the counts again', () => {
  const view = emptyView(0);
  ask('srst', view);
  expect(ask('srvr', view)).toContain('Received: 0\nSent: 0\n');
});

test('crst starts the counts of connections again', () => {
  let resets = 0;
  ask('crst', { ...emptyView(0), resetConnectionStats: () => resets++ });
  expect(resets).toBe(1);
});

test('an IPv6 address stands in brackets, as Java prints it', () => {
  const view = twoClientsView(0);
  const [, client] = view.connections;
  const answer = ask('cons', { ...view, connections: new Set([{ ...client!, remoteAddress: '0:0:0:0:0:0:0:1' }]) });
  expect(answer).toMatch(/^ \/\[0:0:0:0:0:0:0:1\]:38806\[1\]/u);
});

test('a connection that has had no request and has bytes to send shows neither a cxid nor a zxid', () => {
  const view = twoClientsView(0);
  const [, client] = view.connections;
  const fresh = { ...client!, lastCxid: -1, lastZxid: -1n, isWriting: true };
  const answer = ask('cons', { ...view, connections: new Set([fresh]) });
  expect(answer).toMatch(/38806\[5\]\(/u);
  expect(answer).not.toContain('lcxid');
  expect(answer).toContain(',lzxid=0xffffffffffffffff,');
});

describe('four bytes', () => {
  test('are a word whether the integer is signed or not', () => {
    for (const name of fourLetterWords.keys()) {
      const bytes = Buffer.from(name, 'latin1');
      expect(fourLetterWordOf(bytes.readInt32BE())).toBe(name);
      expect(fourLetterWordOf(bytes.readUInt32BE())).toBe(name);
    }
  });

  test.for([0, 45, -1, 1_048_576, codeOf('RUOK'), codeOf('kill'), codeOf('reqs')])('are no word: %i', (bytes) => {
    expect(fourLetterWordOf(bytes)).toBeUndefined();
    expect(answerFourLetterWord(bytes, emptyView(0))).toBeUndefined();
  });

  test('that telnet sends for an interrupt close the connection without a byte, whatever is listed', () => {
    const bytes = 0xfff4fffd | 0;
    expect(fourLetterWordOf(bytes)).toBe(TELNET_CLOSE);
    expect(answerFourLetterWord(bytes, { ...emptyView(0), config: config({ fourLetterWords: new Set() }) })).toBe('');
  });
});
