import type { ZooKeeper } from '@zookit/client';
import { eventually } from './eventually.ts';

/** Waits until a znode has gone by itself. */
export async function goes(client: ZooKeeper, path: string): Promise<void> {
  await eventually(`the end of ${path}`, async () => (await client.exists(path)) === undefined);
}
