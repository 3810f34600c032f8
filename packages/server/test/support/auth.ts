import { connectionOperations, reads, Xid, type Acl } from '@zookit/protocol';
import type { RawClient, Reply } from '@zookit/testkit';
import { bytes } from './requests.ts';

/** Shows credentials and gives the reply. */
export function addAuth(
  client: RawClient,
  scheme: string | null,
  auth: string | null,
  xid: number = Xid.AUTH,
): Promise<Reply<undefined>> {
  return client.request(connectionOperations.auth, { type: 0, scheme, auth: auth === null ? null : bytes(auth) }, xid);
}

/** An entry of an ACL. */
export const entry = (permissions: number, scheme: string, id: string): Acl => ({ permissions, id: { scheme, id } });

/** Who the server takes the client for. */
export async function whoAmI(client: RawClient): Promise<string[]> {
  const { clientInfo } = await client.ask(reads.whoAmI, undefined);
  return clientInfo.map(({ authScheme, user }) => `${authScheme}:${user}`).toSorted();
}
