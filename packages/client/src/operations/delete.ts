import { ErrorCode, isZooKeeperError } from '@zookit/protocol';
import { ClientErrorCode } from '../errors/client-error-code.ts';
import { choiceRule, flagRule, type OptionRules } from '../option-rules.ts';
import type { OperationContext } from './context.ts';
import { type DeleteOptions, deleteIfThereShape, deleteShape } from './delete-shape.ts';
import { deleteTree } from './delete-tree.ts';
import { refusalOf } from './refusal.ts';
import { submit } from './submit.ts';
import { ANY_VERSION, versionRules } from './version-options.ts';

const INSISTING_PAUSE_MS = 1000;

/** What a server may do later. */
const postponed: ReadonlySet<number> = new Set([ErrorCode.ThrottledOp, ErrorCode.SessionMoved, ErrorCode.NotReadOnly]);

/** What says that the call makes no sense. */
const final: ReadonlySet<number> = new Set([ErrorCode.BadArguments, ClientErrorCode.PacketTooLarge]);

/** What stops a call on this side. */
const stopped: ReadonlySet<number> = new Set([ClientErrorCode.Aborted, ErrorCode.Closing, ErrorCode.InvalidState]);

const rules: OptionRules<DeleteOptions> = {
  ...versionRules,
  ifMissing: choiceRule('error', 'ignore'),
  recursive: flagRule,
  guaranteed: flagRule,
};

/** Deletes a znode. Resolves to whether it was there. */
export function deleteNode(context: OperationContext, path: string, options?: DeleteOptions): Promise<boolean> {
  const refused = refusalOf('delete', path, options, rules);
  if (refused !== undefined) return Promise.reject(refused);
  if (options?.guaranteed === true) return deleteGuaranteed(context, path, options);
  return deleteWith(context, path, options);
}

/** One attempt. */
function deleteWith(context: OperationContext, path: string, options: DeleteOptions | undefined): Promise<boolean> {
  if (options?.recursive === true) return deleteTree(context, path, options);
  const shape = options?.ifMissing === 'ignore' ? deleteIfThereShape : deleteShape;
  const version = options?.version ?? ANY_VERSION;
  return submit(context, shape, { path: context.chroot.join(path), version }, path, options);
}

/** What was not refused is tried in the background until it is done, refused, or the client closed. */
async function deleteGuaranteed(
  context: OperationContext,
  path: string,
  { guaranteed: _, ...options }: DeleteOptions,
): Promise<boolean> {
  try {
    return await deleteWith(context, path, options);
  } catch (error) {
    if (isWorthInsisting(context, error)) void insist(context, path, options);
    throw error;
  }
}

async function insist(context: OperationContext, path: string, { version, recursive }: DeleteOptions): Promise<void> {
  const background = { ...context, requests: context.background };
  const options: DeleteOptions = { version, recursive, ifMissing: 'ignore', timeoutMs: Infinity };
  for (;;) {
    await new Promise<void>((resolve) => void context.clock.schedule(resolve, INSISTING_PAUSE_MS));
    try {
      await deleteWith(background, path, options);
      return;
    } catch (error) {
      if (!isWorthInsisting(context, error)) return;
    }
  }
}

/**
 * A refusal stays one, a client that was closed stays closed, and what the caller has stopped before it was sent, by a signal
 * or by the end of an ordered view, is not wanted.
 */
function isWorthInsisting({ client }: OperationContext, error: unknown): boolean {
  if (client.state.status === 'closed' || !isZooKeeperError(error)) return false;
  if (error.outcome === 'not-executed' && stopped.has(error.code)) return false;
  if (postponed.has(error.code)) return true;
  return error.outcome !== 'rejected' && !final.has(error.code);
}
