import { type AuthPacket, connectionOperations, Xid } from '@zookit/protocol';
import { authPacketOf, type Credential, problemOfCredential } from '../auth/credentials.ts';
import { type CallOptions, callRules } from '../call-options.ts';
import { noChroot } from '../chroot.ts';
import { problemOfOptions } from '../option-rules.ts';
import type { CallShape } from '../session/call-shape.ts';
import type { OperationContext } from './context.ts';
import { refusal } from './refusal.ts';
import { submitTo } from './submit.ts';

const addAuthShape: CallShape<AuthPacket, undefined, undefined> = {
  name: 'addAuth',
  operation: connectionOperations.auth,
  fixedXid: Xid.AUTH,
  result: () => undefined,
  onLoss: 'repeat',
};

/** Presents a credential now, and with each connection to come once it was accepted. */
export function addAuth(
  { requests, credentials }: OperationContext,
  credential: Credential,
  options?: CallOptions,
): Promise<void> {
  const problem = problemOfCredential(credential) ?? problemOfOptions(options, callRules);
  if (problem !== undefined) return Promise.reject(refusal('addAuth', undefined, problem));
  const request = authPacketOf(credential);
  return submitTo(requests, {
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
