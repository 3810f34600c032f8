import { type DeleteRequest, writes } from '@zookit/protocol';
import type { CallShape } from '../session/call-shape.ts';
import type { OperationContext } from './context.ts';
import { submit } from './submit.ts';
import { ANY_VERSION, type VersionOptions } from './version-options.ts';

/** The calls of `delete`. */
export const deleteShape: CallShape<DeleteRequest, undefined, undefined> = {
  name: 'delete',
  operation: writes.delete,
  result: () => undefined,
};

/** Deletes a znode that has no children. */
export async function deleteNode(context: OperationContext, path: string, options?: VersionOptions): Promise<void> {
  const version = options?.version ?? ANY_VERSION;
  return submit(context, deleteShape, { path: context.chroot.resolve(path), version }, path, options);
}
