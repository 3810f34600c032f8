import type { TcpProxy } from '@zookit/testkit';
import { addressOf } from './address-of.ts';
import type { TreeClientOptions } from './tree.ts';

/** Options for a client that connects through a proxy, and waits but a moment before it connects again. */
export function through(...proxies: readonly TcpProxy[]): TreeClientOptions {
  return { connect: proxies.map(addressOf), environment: { random: () => 0.02 } };
}
