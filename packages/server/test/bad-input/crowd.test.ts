import { fileURLToPath } from 'node:url';
import { RawClient, startProcess, VirtualClock, waitFor } from '@zookit/testkit';
import { describe, expect, test } from 'vitest';
import { create, exists, settle } from '../support/requests.ts';
import { connectionCount } from '../support/open-files-max.ts';
import { startServer } from '../support/start-server.ts';

const crowd = fileURLToPath(import.meta.resolve('../support/crowd.ts'));
const count = connectionCount(10_000);

/** What a connection may cost, its socket included, in bytes. A request of 1,000,000 bytes was announced on each. */
const CONNECTION_MAX_BYTES = 20_000;

describe(`${count.toLocaleString('en')} connections that send half of`, () => {
  test.for([
    ['half-handshake', 'a connect request'],
    ['half-request', 'a request'],
  ])('%s', { timeout: 60_000 }, async ([kind = '']) => {
    const clock = new VirtualClock();
    await using server = await startServer({ clock, connectionsPerAddressMax: 0, maxSessionTimeoutMs: 1_000_000 });
    using other = await RawClient.connect({ port: server.port, timeoutMs: 1_000_000 });
    const before = process.memoryUsage.rss();
    await using peers = startProcess(process.execPath, [crowd, String(server.port), String(count), kind]);
    await peers.waitForOutput(/all connected/);
    await waitFor('all of them', () => [...server.view.connections].length === count + 1);
    await settle(other);
    const growth = process.memoryUsage.rss() - before;
    expect(growth).toBeLessThan(count * CONNECTION_MAX_BYTES);
    await create(other, '/a');
    expect(await exists(other, '/a')).toBe(true);
    clock.advance(100_000);
    await waitFor('the end of all but one', () => [...server.view.connections].length === 1);
    await peers.waitForOutput(/all ended/);
  });
});
