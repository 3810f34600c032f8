import { crc32 } from 'node:zlib';
import {
  CONTAINER_OWNER,
  ErrorCode,
  Permission,
  readAclUnsafe,
  openAclUnsafe,
  ttlOwner,
  validatePath,
  ZooKeeperError,
  type Acl,
  type Id,
  type Stat,
} from '@zookit/protocol';
import { identityAccess } from '../support/identity-access.ts';

/** A znode of the {@link ModelTree}: every field as a snapshot would have it. */
export interface ModelNode {
  data: string | null;
  acl: readonly Acl[];
  czxid: bigint;
  mzxid: bigint;
  pzxid: bigint;
  ctime: bigint;
  mtime: bigint;
  version: number;
  cversion: number;
  aversion: number;
  owner: bigint;
}

/** Who asks, and as which transaction. */
export interface ModelContext {
  readonly zxid: bigint;
  readonly time: bigint;
  readonly sessionId: bigint;
  readonly identities: readonly Id[];
}

/** Fails with one of ZooKeeper's errors. */
export class ModelError extends Error {
  readonly code: number;

  constructor(code: number) {
    super(String(code));
    this.code = code;
  }
}

/** How old a container that never had a child becomes, in ms. */
export const NEVER_USED_MAX_MS = 3000;

const QUOTA = '/zookeeper/quota';

/**
 * The semantics of the tree written down as plainly as can be: one map, one request after the other, everything else
 * recomputed when it is asked for. Slow, and with no look-ahead, so it can't be wrong in the same way.
 */
export class ModelTree {
  nodes: Map<string, ModelNode> = new Map<string, ModelNode>();
  sessions: Map<bigint, number> = new Map<bigint, number>();
  /** The quotas in force: paths whose limits were created and not deleted. */
  quotas: Set<string> = new Set<string>();
  readonly enforceQuota: boolean;
  /** How things stood when the request that is carried out began, for quotas, which are judged by that. */
  #before: {
    usage: Map<string, [count: number, bytes: number] | undefined>;
    quotas: Set<string>;
    limits: Map<string, string>;
  };
  #charged = new Map<string, [count: number, bytes: number]>();

  constructor(enforceQuota: boolean) {
    this.enforceQuota = enforceQuota;
    const always = {
      mzxid: 0n,
      czxid: 0n,
      pzxid: 0n,
      ctime: 0n,
      mtime: 0n,
      version: 0,
      cversion: 0,
      owner: 0n,
      data: '',
    };
    this.nodes.set('/', { ...always, aversion: 0, acl: openAclUnsafe });
    this.nodes.set('/zookeeper', { ...always, aversion: 0, acl: openAclUnsafe });
    this.nodes.set('/zookeeper/quota', { ...always, aversion: 0, acl: openAclUnsafe });
    this.nodes.set('/zookeeper/config', { ...always, aversion: -1, acl: readAclUnsafe });
    this.#before = { usage: new Map(), quotas: new Set(), limits: new Map() };
  }

  /** Carries out a request as a whole: if it fails, nothing has changed. */
  attempt<T>(action: () => T): T | ModelError {
    const nodes = new Map([...this.nodes].map(([path, node]) => [path, { ...node }]));
    const sessions = new Map(this.sessions);
    const quotas = new Set(this.quotas);
    this.#before = {
      quotas: new Set(this.quotas),
      usage: new Map([...this.quotas].map((path) => [path, this.#usageOf(path)])),
      limits: new Map(
        [...this.quotas].map((path) => [path, this.nodes.get(`${QUOTA}${path}/zookeeper_limits`)?.data ?? '']),
      ),
    };
    this.#charged = new Map();
    try {
      return action();
    } catch (error) {
      this.nodes = nodes;
      this.sessions = sessions;
      this.quotas = quotas;
      if (error instanceof ModelError) return error;
      if (error instanceof ZooKeeperError) return new ModelError(error.code);
      throw error;
    }
  }

  create(
    context: ModelContext,
    requested: string,
    data: string | null,
    acl: readonly Acl[] | null,
    flags: number,
    kind: 'create' | 'container' | 'ttl',
    ttl = -1n,
  ): string {
    if (flags < 0 || flags > 6) fail(ErrorCode.BadArguments);
    const hasTtl = flags === 5 || flags === 6;
    if (hasTtl ? ttl <= 0n || ttl > 0xff_ffff_ffffn : ttl >= 0n) fail(ErrorCode.BadArguments);
    if (kind === 'ttl' && !hasTtl) fail(ErrorCode.BadArguments);
    if (!requested.includes('/')) fail(ErrorCode.BadArguments);
    const normalized = identityAccess.normalize(acl, context.identities);
    const parentPath = requested.slice(0, requested.lastIndexOf('/')) || '/';
    const parent = this.nodes.get(parentPath) ?? fail(ErrorCode.NoNode);
    this.#allow(context, parent, Permission.CREATE);
    const isSequential = flags === 2 || flags === 3 || flags === 6;
    const path = isSequential ? requested + String(parent.cversion).padStart(10, '0') : requested;
    if (validatePath(path) !== undefined) fail(ErrorCode.BadArguments);
    if (this.nodes.has(path)) fail(ErrorCode.NodeExists);
    if (this.isEphemeral(parent)) fail(ErrorCode.NoChildrenForEphemerals);
    this.#afford(path, 1, data?.length ?? 0);
    const ephemeral = kind === 'create' && (flags === 1 || flags === 3);
    const owner =
      kind === 'container' ? CONTAINER_OWNER : kind === 'ttl' ? ttlOwner(ttl) : ephemeral ? context.sessionId : 0n;
    parent.cversion++;
    parent.pzxid = context.zxid;
    const { zxid, time } = context;
    this.nodes.set(path, {
      data,
      acl: normalized,
      czxid: zxid,
      mzxid: zxid,
      pzxid: zxid,
      ctime: time,
      mtime: time,
      version: 0,
      cversion: 0,
      aversion: 0,
      owner,
    });
    this.#noteCreated(path);
    this.#charge(path, 1, data?.length ?? 0);
    return path;
  }

  delete(context: ModelContext, path: string, version: number): void {
    if (!path.includes('/') || ['/', '/zookeeper', '/zookeeper/quota', '/zookeeper/config'].includes(path))
      fail(ErrorCode.BadArguments);
    const parent = this.nodes.get(path.slice(0, path.lastIndexOf('/')) || '/') ?? fail(ErrorCode.NoNode);
    this.#allow(context, parent, Permission.DELETE);
    const node = this.nodes.get(path) ?? fail(ErrorCode.NoNode);
    if (version !== -1 && version !== node.version) fail(ErrorCode.BadVersion);
    if (this.childrenOf(path).length > 0) fail(ErrorCode.NotEmpty);
    this.#remove(context, path);
  }

  deleteContainer(context: ModelContext, path: string): void {
    const node = this.nodes.get(path) ?? fail(ErrorCode.NoNode);
    if (this.childrenOf(path).length > 0) fail(ErrorCode.NotEmpty);
    const isTtl = node.owner < 0n && node.owner !== CONTAINER_OWNER;
    const age = context.time - node.mtime;
    const isLeft = node.owner === CONTAINER_OWNER && (node.cversion > 0 || age > NEVER_USED_MAX_MS);
    if (!isLeft && !(isTtl && age > (node.owner & 0xff_ffff_ffffn))) fail(ErrorCode.BadVersion);
    this.#remove(context, path);
  }

  setData(context: ModelContext, path: string, data: string | null, version: number): void {
    if (validatePath(path) !== undefined) fail(ErrorCode.BadArguments);
    const node = this.nodes.get(path) ?? fail(ErrorCode.NoNode);
    this.#allow(context, node, Permission.WRITE);
    const more = (data?.length ?? 0) - (node.data?.length ?? 0);
    this.#afford(path, 0, more);
    if (version !== -1 && version !== node.version) fail(ErrorCode.BadVersion);
    node.data = data;
    node.version++;
    node.mtime = context.time;
    node.mzxid = context.zxid;
    this.#charge(path, 0, more);
  }

  setAcl(context: ModelContext, path: string, acl: readonly Acl[] | null, version: number): void {
    if (validatePath(path) !== undefined) fail(ErrorCode.BadArguments);
    const normalized = identityAccess.normalize(acl, context.identities);
    const node = this.nodes.get(path) ?? fail(ErrorCode.NoNode);
    this.#allow(context, node, Permission.ADMIN);
    if (version !== -1 && version !== node.aversion) fail(ErrorCode.BadVersion);
    node.acl = normalized;
    node.aversion++;
  }

  check(context: ModelContext, path: string, version: number): void {
    if (validatePath(path) !== undefined) fail(ErrorCode.BadArguments);
    const node = this.nodes.get(path) ?? fail(ErrorCode.NoNode);
    this.#allow(context, node, Permission.READ);
    if (version !== -1 && version !== node.version) fail(ErrorCode.BadVersion);
  }

  closeSession(context: ModelContext): void {
    for (const path of this.ephemeralsOf(context.sessionId)) this.#remove(context, path);
    this.sessions.delete(context.sessionId);
  }

  isEphemeral(node: ModelNode): boolean {
    return node.owner > 0n;
  }

  ephemeralsOf(sessionId: bigint): string[] {
    return [...this.nodes].filter(([, node]) => node.owner === sessionId).map(([path]) => path);
  }

  childrenOf(path: string): string[] {
    const prefix = path === '/' ? '/' : `${path}/`;
    return [...this.nodes.keys()].filter(
      (other) => other !== '/' && other.startsWith(prefix) && !other.slice(prefix.length).includes('/'),
    );
  }

  statOf(path: string): Stat {
    const node = this.nodes.get(path)!;
    const numChildren = this.childrenOf(path).length;
    return {
      czxid: node.czxid,
      mzxid: node.mzxid,
      ctime: node.ctime,
      mtime: node.mtime,
      version: node.version,
      cversion: 2 * node.cversion - numChildren,
      aversion: node.aversion,
      ephemeralOwner: this.isEphemeral(node) ? node.owner : 0n,
      dataLength: node.data?.length ?? 0,
      numChildren,
      pzxid: node.pzxid,
    };
  }

  /** The digest of the whole tree, from scratch. */
  digest(): bigint {
    let sum = 0n;
    for (const [path, node] of this.nodes) {
      if (!path.startsWith('/zookeeper/')) sum += BigInt(digestOf(path, node));
    }
    return BigInt.asIntN(64, sum);
  }

  #allow(context: ModelContext, node: ModelNode, permissions: number): void {
    if (!identityAccess.allows(node.acl, permissions, context.identities)) fail(ErrorCode.NoAuth);
  }

  #remove(context: ModelContext, path: string): void {
    const node = this.nodes.get(path)!;
    this.nodes.delete(path);
    this.nodes.get(path.slice(0, path.lastIndexOf('/')) || '/')!.pzxid = context.zxid;
    if (path.startsWith(`${QUOTA}/`) && path.endsWith('/zookeeper_limits')) this.quotas.delete(limitedPath(path));
    this.#charge(path, -1, -(node.data?.length ?? 0));
  }

  #noteCreated(path: string): void {
    if (!path.startsWith(`${QUOTA}/`)) return;
    const limited = limitedPath(path);
    if (limited === '') return;
    if (path.endsWith('/zookeeper_limits')) this.quotas.add(limited);
    if (!path.endsWith('/zookeeper_stats')) return;
    const inside = [...this.nodes].filter(([other]) => other === limited || other.startsWith(`${limited}/`));
    const bytes = inside.reduce((sum, [, node]) => sum + (node.data?.length ?? 0), 0);
    this.nodes.get(path)!.data = `count=${inside.length},bytes=${bytes}`;
  }

  #governing(path: string, quotas: ReadonlySet<string>): string | undefined {
    const above = [...quotas].filter((quota) => path === quota || path.startsWith(`${quota}/`));
    return above.toSorted((left, right) => left.length - right.length).at(-1);
  }

  #usageOf(quota: string): [number, number] | undefined {
    const stats = this.nodes.get(`${QUOTA}${quota}/zookeeper_stats`);
    return stats === undefined ? undefined : [numberIn(stats.data, 'count'), numberIn(stats.data, 'bytes')];
  }

  #charge(path: string, count: number, bytes: number): void {
    const pending = this.#governing(path, this.#before.quotas);
    if (pending !== undefined) {
      const [pendingCount, pendingBytes] = this.#charged.get(pending) ?? [0, 0];
      this.#charged.set(pending, [pendingCount + count, pendingBytes + bytes]);
    }
    const quota = this.#governing(path, this.quotas);
    const stats = quota === undefined ? undefined : this.nodes.get(`${QUOTA}${quota}/zookeeper_stats`);
    if (stats === undefined) return;
    stats.data = `count=${numberIn(stats.data, 'count') + count},bytes=${numberIn(stats.data, 'bytes') + bytes}`;
  }

  #afford(path: string, count: number, bytes: number): void {
    const quota = this.#governing(path, this.#before.quotas);
    if (!this.enforceQuota || quota === undefined) return;
    const usage = this.#before.usage.get(quota);
    if (usage === undefined) return;
    const [pendingCount, pendingBytes] = this.#charged.get(quota) ?? [0, 0];
    const limits = this.#before.limits.get(quota)!;
    const countMax = numberIn(limits, 'countHardLimit');
    const bytesMax = numberIn(limits, 'byteHardLimit');
    if (count > 0 && countMax >= 0 && usage[0] + pendingCount + count > countMax) fail(ErrorCode.QuotaExceeded);
    if (bytes > 0 && bytesMax >= 0 && usage[1] + pendingBytes + bytes > bytesMax) fail(ErrorCode.QuotaExceeded);
  }
}

function digestOf(path: string, node: ModelNode): number {
  const stat = Buffer.alloc(60);
  [node.czxid, node.mzxid, node.pzxid, node.ctime, node.mtime].forEach((value, index) =>
    stat.writeBigInt64BE(value, index * 8),
  );
  stat.writeInt32BE(node.version, 40);
  stat.writeInt32BE(node.cversion, 44);
  stat.writeInt32BE(node.aversion, 48);
  stat.writeBigInt64BE(node.owner, 52);
  return crc32(Buffer.concat([Buffer.from(path === '/' ? '' : path), Buffer.from(node.data ?? ''), stat]));
}

function limitedPath(path: string): string {
  return path.slice(QUOTA.length, path.lastIndexOf('/'));
}

/** The number after `key=`, or -1. */
function numberIn(text: string | null, key: string): number {
  const part = (text ?? '').split(/[,;]/).find((candidate) => candidate.startsWith(`${key}=`));
  const value = part?.split('=')[1] ?? '';
  return /^-?\d+$/.test(value) ? Number(value) : -1;
}

function fail(code: number): never {
  throw new ModelError(code);
}
