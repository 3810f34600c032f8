import { existsSync } from 'node:fs';
import type { Progress } from '../progress.ts';
import { installDebianPackages } from './debian.ts';

/** Apache's C client, as Debian packages it. */
export interface CClientPeer {
  /** The path of `cli_mt`, the shell over the multi-threaded library. */
  readonly cli: string;
}

const CLI = '/usr/lib/zookeeper/bin/cli_mt';

/** Installs Debian's `zookeeper-bin` if it is not there. */
export async function installCClient(progress: Progress): Promise<CClientPeer> {
  if (!existsSync(CLI)) await installDebianPackages(['zookeeper-bin'], progress);
  return { cli: CLI };
}
