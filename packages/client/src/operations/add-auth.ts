import { type AuthPacket, connectionOperations, Xid } from '@zookit/protocol';
import { authPacketOf, type Credential } from '../auth/credentials.ts';
import type { CallOptions } from '../call-options.ts';
import { noChroot } from '../chroot.ts';
import type { CallShape } from '../session/call-shape.ts';
import type { OperationContext } from './context.ts';

const addAuthShape: CallShape<AuthPacket, undefined, undefined> = {
  name: 'addAuth',
  operation: connectionOperations.auth,
  fixedXid: Xid.AUTH,
  result: () => undefined,
  onLoss: 'repeat',
};

/** Presents a credential now, and with each connection to come once it was accepted. */
export async function addAuth(
  { requests, credentials }: OperationContext,
  credential: Credential,
  options?: CallOptions,
): Promise<void> {
  const request = authPacketOf(credential);
  return requests.submit({
    shape: addAuthShape,
    request,
    path: undefined,
    chroot: noChroot,
    options,
    onReply: (code) => {
      if (code === 0) credentials.add(request);
    },
  });
}
