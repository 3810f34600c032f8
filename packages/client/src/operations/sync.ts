import { reads, type SyncRequest, type SyncResponse } from '@zookit/protocol';
import { type CallOptions, callRules } from '../call-options.ts';
import type { CallShape } from '../session/call-shape.ts';
import type { OperationContext } from './context.ts';
import { refusalOf } from './refusal.ts';
import { submit } from './submit.ts';

/** The calls of `sync`. */
export const syncShape: CallShape<SyncRequest, SyncResponse, undefined> = {
  name: 'sync',
  operation: reads.sync,
  result: () => undefined,
};

/** Waits until the server has caught up with the leader as of now. */
export function sync(context: OperationContext, path: string, options?: CallOptions): Promise<void> {
  const refused = refusalOf('sync', path, options, callRules);
  if (refused !== undefined) return Promise.reject(refused);
  return submit(context, syncShape, { path: context.chroot.join(path) }, path, options);
}
