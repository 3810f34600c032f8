import { buildApps } from '../src/build-apps.ts';
import { installPeers } from '../src/peers/peers.ts';

/** Installs the peers before the first test, aloud: on a new machine it takes a minute. */
export async function setup(): Promise<void> {
  const progress = (line: string): void => console.log(`interop: ${line}`);
  await buildApps(progress);
  await installPeers(progress);
}
