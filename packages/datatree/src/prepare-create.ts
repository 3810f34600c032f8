import {
  BadArgumentsError,
  assertPath,
  NoChildrenForEphemeralsError,
  NodeExistsError,
  parentPath,
  Permission,
  QuotaExceededError,
  type CreateRequest,
  type CreateTraits,
} from '@zookit/protocol';
import type { Creation } from './create-node.ts';
import { listedBytes } from './ephemeral-paths.ts';
import type { NodeState } from './node-state.ts';
import { ownData } from './own-data.ts';
import { sequentialSuffix } from './sequential-name.ts';
import type { TreeView } from './tree-view.ts';

/** Checks that every kind of create has in common, in Apache's order, then puts parent and child among the changes. */
export function prepareCreate(view: TreeView, request: CreateRequest, traits: CreateTraits, owner: bigint): Creation {
  const { path: requested } = request;
  if (!requested.includes('/') || requested.includes('\0')) throw new BadArgumentsError(requested);
  const acl = view.normalizeAcl(request.acl);
  const parentAt = parentPath(requested);
  const parent = view.get(parentAt);
  view.assertAllowed(parent, Permission.CREATE, requested);
  const path = traits.isSequential ? requested + sequentialSuffix(parent.cversion) : requested;
  assertPath(path);
  if (view.find(path) !== undefined) throw new NodeExistsError(path);
  const { owners } = view.tree;
  if (owners.kindOf(parent.ephemeralOwner) === 'ephemeral') throw new NoChildrenForEphemeralsError(path);
  const isEphemeral = owners.kindOf(owner) === 'ephemeral';
  if (isEphemeral) assertEphemeralFits(view, owner, path);
  const charge = view.affordableChargeFor(path, 1, request.data?.length ?? 0);

  const parentCversion = (parent.cversion + 1) | 0;
  putParent(view, parentAt, parent, parentCversion);
  const data = ownData(request.data);
  const creation: Creation = { path, data, acl, parentCversion };
  const record = view.change(path, freshState(view, creation, owner));
  record.createsEphemeral = isEphemeral;
  record.charge = charge;
  view.put(record, undefined);
  return creation;
}

/** The parent's `cversion` never goes backwards, so it stays at the highest number there is: as when it is applied. */
function putParent(view: TreeView, path: string, before: NodeState, cversion: number): void {
  const record = view.change(path, before);
  record.childCount++;
  if (cversion > before.cversion) {
    record.cversion = cversion;
    record.pzxid = view.zxid;
  }
  view.put(record, before);
}

function freshState(view: TreeView, { path, data, acl }: Creation, owner: bigint): NodeState {
  const { zxid, time } = view;
  return {
    czxid: zxid,
    mzxid: zxid,
    pzxid: zxid,
    ctime: time,
    mtime: time,
    version: 0,
    cversion: 0,
    aversion: 0,
    ephemeralOwner: owner,
    acl,
    childCount: 0,
    dataLength: data?.length ?? 0,
    contentCrc: view.tree.nodes.digester.contentCrc(path, data),
    digest: 0,
  };
}

/** When the session ends, one transaction lists all its znodes: it must not grow beyond what servers send each other. */
function assertEphemeralFits(view: TreeView, sessionId: bigint, path: string): void {
  const { owners, settings } = view.tree;
  const bytes = owners.ephemeralBytesOf(sessionId) + view.changes.ephemeralBytesOf(sessionId) + listedBytes(path);
  if (bytes > settings.ephemeralPathsMaxBytes) throw new QuotaExceededError(path);
}
