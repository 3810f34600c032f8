import { acl as acls, ErrorCode, isZooKeeperError, type NodeData, type Operations } from '@zookit/client';
import type { ExportedNode, PlacedNode } from '../export-file/exported-node.ts';
import { OF_SERVER } from '../export/exported-nodes.ts';
import { isEphemeral } from '../subtree/is-ephemeral.ts';
import { isWithin, joinedPath } from '../subtree/paths.ts';
import type { ImportOptions } from './import-options.ts';
import type { ImportAction, ImportStep } from './import-step.ts';

/** Looks at what is there, and decides what becomes of a znode. */
export async function planStep(client: Operations, placed: PlacedNode, options: ImportOptions): Promise<ImportStep> {
  const { place } = placed;
  const path = joinedPath(options.target, placed.node.path);
  const node = asImported(placed.node, options);
  const decided = (action: ImportAction, reason?: string, versions: ImportStep['versions'] = {}): ImportStep => ({
    path,
    node,
    place,
    action,
    reason,
    versions,
  });
  const skipped = reasonToSkip(placed.node, path, options);
  if (skipped !== undefined) return decided('skip', skipped);
  const found = await get(client, path, options.signal);
  if (found === undefined) return decided('create');
  const { acl, stat } = await client.getAcl(path, { signal: options.signal });
  const kinds = [isEphemeral(found.stat), node.kind === 'ephemeral'].map((is) => (is ? 'ephemeral' : 'not ephemeral'));
  if (kinds[0] !== kinds[1]) {
    return decided(
      options.whenExisting === 'keep' ? 'keep' : 'conflict',
      `it is ${kinds[0]!} there, and ${kinds[1]!} here`,
    );
  }
  const versions = {
    ...(!isSameData(found, node.data) && { data: found.stat.version }),
    ...(acls.format(acl) !== acls.format(node.acl) && { acl: stat.aversion }),
  };
  const differing = Object.keys(versions).map((what) => (what === 'acl' ? 'another ACL' : 'other data'));
  if (differing.length === 0) return decided('unchanged');
  const action = options.whenExisting === 'stop' ? 'conflict' : options.whenExisting;
  return decided(action, `it has ${differing.join(' and ')}`, versions);
}

function asImported(node: ExportedNode, { keepsEphemerals, ignoresAcls }: ImportOptions): ExportedNode {
  const kind = keepsEphemerals && node.kind === 'ephemeral' ? 'persistent' : node.kind;
  return { ...node, kind, acl: ignoresAcls ? acls.open : node.acl };
}

function reasonToSkip(node: ExportedNode, path: string, options: ImportOptions): string | undefined {
  if (node.kind === 'ephemeral' && !options.keepsEphemerals) return 'it is ephemeral, and its session another';
  if (isWithin(OF_SERVER, path) && !isWithin(OF_SERVER, options.target)) return "it is the server's own";
  return undefined;
}

async function get(client: Operations, path: string, signal: AbortSignal): Promise<NodeData | undefined> {
  try {
    return await client.get(path, { signal });
  } catch (error) {
    if (isZooKeeperError(error, ErrorCode.NoNode)) return undefined;
    throw error;
  }
}

function isSameData(found: NodeData, data: Uint8Array | null): boolean {
  if (found.isNull || data === null) return found.isNull && data === null;
  return Buffer.compare(found.data, data) === 0;
}
