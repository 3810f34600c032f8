import type { ClientInfo, Id, Reads } from '@zookit/protocol';
import type { ReadOf } from '../read.ts';

/** What the connection has proved to be, without its secrets. */
export const whoAmI: ReadOf<Reads['whoAmI']> = (_tree, _request, { identities }) => ({
  clientInfo: identities.map(infoOf),
});

/** A digest identity is a name, a colon and a secret; all others are shown as they are. */
function infoOf({ scheme, id }: Id): ClientInfo {
  const text = id ?? '';
  const end = scheme === 'digest' ? text.indexOf(':') : -1;
  return { authScheme: scheme, user: end < 0 ? text : text.slice(0, end) };
}
