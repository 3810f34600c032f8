import { acl, ErrorCode, isZooKeeperError, type Operations } from '@zookit/client';
import { parentPath } from '@zookit/protocol';
import type { PlacedNode } from '../export-file/exported-node.ts';
import { fileFailure } from '../export-file/file-failure.ts';
import { carryOut } from './carry-out.ts';
import type { ImportOptions } from './import-options.ts';
import type { ImportStep } from './import-step.ts';
import { planStep } from './plan-step.ts';

/** How many znodes, and how many bytes of data, go out together. */
const BATCH_NODES = 64;
const BATCH_BYTES = 1024 * 1024;

/** How often a batch is begun again, after the connection was lost or others wrote at the same time. */
const ATTEMPTS = 4;

/** Failures behind which a look at what is there tells how to go on. */
const PASSING: readonly number[] = [
  ErrorCode.ConnectionLoss,
  ErrorCode.SessionMoved,
  ErrorCode.ThrottledOp,
  ErrorCode.NodeExists,
  ErrorCode.BadVersion,
];

/**
 * Brings znodes to a server, parents first, and yields what became of each. One that is there, and is the same, is left as it
 * is: so an import that was interrupted goes on when it is run again. `isDryRun` only tells.
 */
export async function* importNodes(
  client: Operations,
  nodes: AsyncIterable<PlacedNode>,
  options: ImportOptions,
  isDryRun: boolean,
): AsyncGenerator<ImportStep, void, undefined> {
  const above = await missingAbove(client, options);
  if (!isDryRun) await carryOut(client, above, options.signal);
  yield* above;
  for await (const batch of batches(nodes)) yield* importBatch(client, batch, options, isDryRun);
}

/** The creation of what is not there above the target. */
async function missingAbove(client: Operations, { target, signal }: ImportOptions): Promise<ImportStep[]> {
  const steps: ImportStep[] = [];
  const node = { data: null, acl: acl.open, kind: 'persistent', ttlMs: undefined } as const;
  for (let path = parentPath(target); path !== '/'; path = parentPath(path)) {
    if (await isThere(client, path, signal)) break;
    steps.unshift({ path, node: { path, ...node }, place: target, action: 'create', reason: undefined, versions: {} });
  }
  return steps;
}

/** What may not be looked at is there. */
async function isThere(client: Operations, path: string, signal: AbortSignal): Promise<boolean> {
  try {
    return (await client.exists(path, { signal })) !== undefined;
  } catch (error) {
    if (isZooKeeperError(error, ErrorCode.NoAuth)) return true;
    throw error;
  }
}

async function* batches(nodes: AsyncIterable<PlacedNode>): AsyncGenerator<PlacedNode[], void, undefined> {
  let batch: PlacedNode[] = [];
  let bytes = 0;
  for await (const placed of nodes) {
    batch.push(placed);
    bytes += placed.node.data?.length ?? 0;
    if (batch.length < BATCH_NODES && bytes < BATCH_BYTES) continue;
    yield batch;
    batch = [];
    bytes = 0;
  }
  yield batch;
}

async function* importBatch(
  client: Operations,
  batch: readonly PlacedNode[],
  options: ImportOptions,
  isDryRun: boolean,
): AsyncGenerator<ImportStep, void, undefined> {
  const steps = isDryRun ? await plan(client, batch, options) : await planAndCarryOut(client, batch, options);
  for (const step of steps) {
    yield step;
    if (step.action === 'conflict' && !isDryRun) throw conflictFailure(step);
  }
}

async function planAndCarryOut(
  client: Operations,
  batch: readonly PlacedNode[],
  options: ImportOptions,
): Promise<readonly ImportStep[]> {
  for (let attempt = 1; ; attempt++) {
    try {
      const steps = await plan(client, batch, options);
      const end = steps.findIndex(({ action }) => action === 'conflict');
      const possible = end < 0 ? steps : steps.slice(0, end);
      await carryOut(client, possible, options.signal);
      return end < 0 ? steps : steps.slice(0, end + 1);
    } catch (error) {
      const isPassing = isZooKeeperError(error) && PASSING.includes(error.code);
      if (!isPassing || attempt === ATTEMPTS) throw error;
    }
  }
}

function plan(client: Operations, batch: readonly PlacedNode[], options: ImportOptions): Promise<ImportStep[]> {
  return Promise.all(batch.map((placed) => planStep(client, placed, options)));
}

function conflictFailure({ path, place, reason }: ImportStep): Error {
  const remedy = 'With --existing keep it stays as it is; with --existing overwrite it is set to what the file says.';
  return fileFailure(place, `${path} is there already: ${reason ?? ''}. ${remedy}`);
}
