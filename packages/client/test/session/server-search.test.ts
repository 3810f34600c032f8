import { VirtualClock, waitFor } from '@zookit/testkit';
import { expect, test } from 'vitest';
import { EndpointList } from '../../src/endpoints/endpoint-list.ts';
import { fixedEndpoints } from '../../src/endpoints/endpoint-provider.ts';
import type { FailedAttempt } from '../../src/index.ts';
import { ServerSearch } from '../../src/session/server-search.ts';
import { impatient } from './clients.ts';

test.for<[ms: number, waits: number[]]>([
  [1000, []],
  [999, [0]],
])('who leaves a server after %i ms has the pauses %j before the next', async ([ms, waits]) => {
  const clock = new VirtualClock();
  const environment = { ...impatient, clock };
  const endpoint = { host: 'a', port: 1 };
  const list = new EndpointList(fixedEndpoints([endpoint]), environment.random);
  const found: number[] = [];
  let turns = 0;
  const policy = ({ n }: FailedAttempt): number => {
    found.push(n);
    return 0;
  };
  const search = new ServerSearch(list, policy, environment, {
    onTurn: () => {
      turns++;
    },
    onNoServer: () => undefined,
    onGaveUp: () => undefined,
  });
  search.next();
  await waitFor('the first turn', () => turns === 1);
  search.granted(endpoint);
  search.ready();
  clock.advance(ms);
  search.left();
  search.next();
  await waitFor('the next turn', () => {
    clock.advance(0);
    return turns === 2;
  });
  expect(found).toEqual(waits);
});
