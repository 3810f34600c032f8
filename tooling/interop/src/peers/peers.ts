import type { Progress } from '../progress.ts';
import { installCClient, type CClientPeer } from './c-client.ts';
import { installGo, type GoPeer } from './go.ts';
import { installJava, type JavaPeer } from './java.ts';
import { installKazoo, type KazooPeer } from './kazoo.ts';

/** Everything foreign that the sessions use. */
export interface Peers {
  readonly java: JavaPeer;
  readonly kazoo: KazooPeer;
  readonly cClient: CClientPeer;
  readonly go: GoPeer;
}

/** Installs what is missing, one after the other; what is there already costs next to nothing. */
export async function installPeers(progress: Progress): Promise<Peers> {
  return {
    java: await installJava(progress),
    kazoo: await installKazoo(progress),
    cClient: await installCClient(progress),
    go: await installGo(progress),
  };
}
