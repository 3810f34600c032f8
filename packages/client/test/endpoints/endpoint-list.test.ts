import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EndpointList } from '../../src/endpoints/endpoint-list.ts';
import { fixedEndpoints } from '../../src/endpoints/endpoint-provider.ts';
import { ConnectFailedError, type Endpoint, serviceEndpoints } from '../../src/index.ts';

const signal = new AbortController().signal;
const server = (host: string): Endpoint => ({ host, port: 2181 });
const servers = (hosts: string): Endpoint[] => Array.from(hosts, server);
const sorted = (hosts: string): string => Array.from(hosts).sort().join('');

/** A generator of chance that can be repeated. Source: mulberry32. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const listOf = (hosts: string, seed = 1): EndpointList =>
  new EndpointList(fixedEndpoints(servers(hosts)), chance(seed));

const update = (list: EndpointList, endpoints: Endpoint[], current?: Endpoint): 'stay' | 'move' =>
  list.update(endpoints, current, fixedEndpoints(endpoints));

async function take(list: EndpointList, count: number): Promise<string> {
  let hosts = '';
  for (let index = 0; index < count; index++) {
    const { endpoint, isNewPass } = await list.next(signal);
    list.failed(endpoint);
    hosts += (isNewPass ? '|' : '') + endpoint.host;
  }
  return hosts;
}

test('each pass tries every server once, in the same order, and says when a new one begins', async () => {
  const hosts = await take(listOf('abc'), 9);
  const [first, ...others] = hosts.split('|');
  expect(sorted(first ?? '')).toBe('abc');
  expect(others).toEqual([first, first]);
});

test('clients begin with different servers', async () => {
  const counts = new Map<string, number>();
  for (let seed = 0; seed < 600; seed++) {
    const first = await take(listOf('abc', seed), 1);
    counts.set(first, (counts.get(first) ?? 0) + 1);
  }
  for (const host of 'abc') expect(counts.get(host)).toBeGreaterThan(150);
});

test('after a success the next pass is no reason to back off, and the server that was lost comes last', async () => {
  const list = listOf('abc');
  const lost = (await list.next(signal)).endpoint;
  list.succeeded(lost);
  list.failed(lost);
  const hosts = await take(list, 4);
  expect(hosts.indexOf(lost.host)).toBe(2);
  expect(hosts.indexOf('|')).toBe(3);
});

test('the provider is asked again before each pass, and servers may come and go', async () => {
  const answers = ['a', 'ab', 'b'];
  const list = new EndpointList(() => Promise.resolve(servers(answers.shift() ?? '')), chance(1));
  // An empty answer, at the end, keeps the servers that are known.
  expect(await take(list, 5)).toBe('a|ba|b|b');
});

test('a provider that fails leaves the servers that are known', async () => {
  let isDown = false;
  const list = new EndpointList(
    () => (isDown ? Promise.reject(new Error('no name server')) : Promise.resolve(servers('a'))),
    chance(1),
  );
  await take(list, 1);
  isDown = true;
  expect(await take(list, 2)).toBe('|a|a');
});

test('without any server the next one is an error that says why', async () => {
  const cause = new Error('no name server');
  await expect(new EndpointList(() => Promise.reject(cause), chance(1)).next(signal)).rejects.toMatchObject({
    message: expect.stringMatching(/^ConnectFailed: no server is known: ./) as string,
    cause,
  });
  await expect(listOf('').next(signal)).rejects.toThrow(ConnectFailedError);
  expect(() => update(listOf('a'), [])).toThrow(ConnectFailedError);
});

test('an aborted signal ends the wait with its reason', async () => {
  const reason = new Error('enough');
  await expect(listOf('a').next(AbortSignal.abort(reason))).rejects.toBe(reason);
});

test('SRV records give hosts and ports', async () => {
  const records = [{ name: 'zk1.example.org.', port: 7 }];
  expect(await serviceEndpoints('example.org', () => Promise.resolve(records))({ signal })).toEqual([
    { host: 'zk1.example.org', port: 7 },
  ]);
});

test('SRV records are not asked for once the signal is aborted', async () => {
  const reason = new Error('enough');
  await expect(serviceEndpoints('example.invalid')({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
});

/** Connects `count` clients to the servers `before`, changes the list, and counts where the clients are then. */
async function spread(before: string, after: string, count: number): Promise<Map<string, number>> {
  const load = new Map<string, number>(Array.from(after, (host) => [host, 0]));
  for (let seed = 0; seed < count; seed++) {
    const list = listOf(before, seed);
    let { endpoint } = await list.next(signal);
    list.succeeded(endpoint);
    if (update(list, servers(after), endpoint) === 'move') ({ endpoint } = await list.next(signal));
    list.succeeded(endpoint);
    load.set(endpoint.host, (load.get(endpoint.host) ?? 0) + 1);
  }
  return load;
}

test.for([
  ['abc', 'abcd'],
  ['abc', 'abcde'],
  ['abcde', 'abc'],
  ['abc', 'bcd'],
  ['abcd', 'ae'],
  ['abc', 'def'],
  ['ab', 'acde'],
] as const)('when the servers %s become %s every server has its share', async ([before, after]) => {
  const count = 2000;
  const share = count / after.length;
  for (const [host, load] of await spread(before, after, count)) {
    expect(after).toContain(host);
    expect(Math.abs(load - share)).toBeLessThan(share * 0.2);
  }
});

test('a client stays when its server stays and the list does not grow', async () => {
  const list = listOf('abc');
  await take(list, 1);
  expect(update(list, servers('ab'), server('a'))).toBe('stay');
});

test('a client leaves its server for the same one by TLS', async () => {
  const list = listOf('a');
  await take(list, 1);
  const secure = { ...server('a'), tls: true };
  expect(update(list, [secure], server('a'))).toBe('move');
  expect((await list.next(signal)).endpoint).toEqual(secure);
  expect(update(list, [secure], secure)).toBe('stay');
});

test('a client that was never connected does not move', () => {
  expect(update(listOf('abc'), servers('de'))).toBe('stay');
});

test('a list that comes while the provider is asked is not overwritten by its answer', async () => {
  const answer = Promise.withResolvers<Endpoint[]>();
  const list = new EndpointList(() => answer.promise, chance(1));
  const next = list.next(signal);
  update(list, servers('b'));
  answer.resolve(servers('a'));
  expect((await next).endpoint.host).toBe('b');
});

test('a move that finds no server goes on with passes', async () => {
  const list = listOf('ab');
  list.succeeded((await list.next(signal)).endpoint);
  expect(update(list, servers('cd'))).toBe('move');
  const [moved, ...passes] = (await take(list, 6)).split('|');
  expect(sorted(moved ?? '')).toBe('cd');
  expect(passes.every((pass) => pass.length === 2)).toBe(true);
});

test('whatever happens, a pass names only servers of the list, each once', async () => {
  const lists = fc.array(fc.subarray(['a', 'b', 'c', 'd', 'e', 'f', 'g'], { minLength: 1 }), {
    minLength: 1,
    maxLength: 6,
  });
  await fc.assert(
    fc.asyncProperty(lists, fc.integer(), async (changes, seed) => {
      const list = listOf('abc', seed);
      for (const hosts of changes) {
        update(list, hosts.map(server), server('a'));
        const tried = (await take(list, hosts.length)).replaceAll('|', '');
        expect(sorted(tried)).toBe(sorted(hosts.join('')));
        list.succeeded(server(tried.charAt(0)));
      }
    }),
  );
});
