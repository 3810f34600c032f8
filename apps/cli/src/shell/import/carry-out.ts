import { type CreateShape, ErrorCode, isZooKeeperError, type Operations } from '@zookit/client';
import { fileFailure } from '../export-file/file-failure.ts';
import type { ExportedNode } from '../export-file/exported-node.ts';
import type { ImportStep } from './import-step.ts';

/**
 * Carries steps out. Those of a file may go out together, since the server goes by their order: a parent is there before its
 * children are created. Rejects with the first failure, once all are through.
 */
export async function carryOut(client: Operations, steps: readonly ImportStep[], signal: AbortSignal): Promise<void> {
  const outcomes = await Promise.allSettled(steps.map((step) => carryOutOne(client, step, signal)));
  for (const [index, outcome] of outcomes.entries()) {
    if (outcome.status === 'rejected') throw failureOf(outcome.reason, steps[index]!);
  }
}

async function carryOutOne(client: Operations, step: ImportStep, signal: AbortSignal): Promise<void> {
  const { path, node, action, versions } = step;
  if (action === 'create') await client.create(path, node.data, { ...shapeOf(node), acl: node.acl, signal });
  if (action !== 'overwrite') return;
  await Promise.all([
    versions.data === undefined ? undefined : client.set(path, node.data, { version: versions.data, signal }),
    versions.acl === undefined ? undefined : client.setAcl(path, node.acl, { version: versions.acl, signal }),
  ]);
}

/** What is ephemeral here was meant to be skipped: the session that would own it is this one. */
function shapeOf({ kind, ttlMs }: ExportedNode): CreateShape {
  if (kind === 'ttl' && ttlMs !== undefined) return { kind, ttlMs };
  return kind === 'container' ? { kind } : { kind: 'persistent' };
}

/** What the server's words don't say to whom they reach by way of a file. */
function failureOf(error: unknown, { path, place, node }: ImportStep): unknown {
  const says = (problem: string): Error => fileFailure(place, problem, error as Error);
  if (!isZooKeeperError(error)) return error;
  switch (error.code) {
    case ErrorCode.NoNode:
      return says(`${path} can not be created without a parent: write parents in front of what lies below them`);
    case ErrorCode.NoAuth:
      return says(`${path} may not be written. Authenticate, with -auth or addauth, as one who may`);
    case ErrorCode.InvalidACL:
      return says(`the ACL of ${path} is refused by the server: it may not know the scheme, or who is meant by "auth"`);
    case ErrorCode.Unimplemented:
      return says(`${path} is a ${node.kind} znode, which the server refuses: it may need extendedTypesEnabled=true`);
    default:
      return error;
  }
}
