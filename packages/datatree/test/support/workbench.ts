import { JuteWriter } from '@zookit/jute';
import {
  openAclUnsafe,
  reads as readOperations,
  writes,
  ZooKeeperError,
  type CreateRequest,
  type Reads,
  type RequestOf,
  type ResponseOf,
  type Stat,
  type Writes,
} from '@zookit/protocol';
import {
  applyProposal,
  DataTree,
  Preparer,
  readOf,
  writeProposal,
  type DataTreeOptions,
  type Proposal,
  type Requester,
} from '../../src/index.ts';
import { TestClient } from './client.ts';
import { identityAccess } from './identity-access.ts';

/** What a write came to. */
export interface Written<Name extends keyof Writes> {
  readonly error: number;
  readonly response: ResponseOf<Writes[Name]> | undefined;
  readonly proposal: Proposal;
}

/** What a read came to. */
export interface WasRead<Name extends keyof Reads> {
  readonly error: number;
  readonly response: ResponseOf<Reads[Name]> | undefined;
}

/** A tree with a preparer before it and a clock that stands still until it is set. */
export class Workbench {
  readonly tree: DataTree;
  readonly preparer: Preparer;
  readonly mismatches: bigint[] = [];
  readonly client: TestClient = new TestClient(0x1_0000n);
  time = 1_000n;
  #cxid = 0;

  constructor(options: Partial<DataTreeOptions> = {}) {
    this.tree = new DataTree({
      accessControl: identityAccess,
      extendedTypesEnabled: true,
      onDigestMismatch: (zxid) => this.mismatches.push(zxid),
      ...options,
    });
    this.preparer = new Preparer(this.tree, 0n);
  }

  /** Prepares a write and leaves it outstanding. */
  propose<Name extends keyof Writes>(
    name: Name,
    request: RequestOf<Writes[Name]>,
    requester: Requester = this.client,
  ): Proposal {
    return this.preparer.prepare(writes[name].opCode, request, requester, ++this.#cxid, this.time);
  }

  /** Applies what was proposed. */
  apply<Name extends keyof Writes>(proposal: Proposal): Written<Name> {
    const { error, response } = applyProposal(this.tree, proposal);
    this.preparer.applied(proposal.header.zxid);
    return { error, response: response as ResponseOf<Writes[Name]> | undefined, proposal };
  }

  /** Prepares and applies a write. */
  write<Name extends keyof Writes>(name: Name, request: RequestOf<Writes[Name]>, requester?: Requester): Written<Name> {
    return this.apply<Name>(this.propose(name, request, requester));
  }

  /** Answers a read. */
  read<Name extends keyof Reads>(
    name: Name,
    request: RequestOf<Reads[Name]>,
    requester: Requester = this.client,
  ): WasRead<Name> {
    try {
      const response = readOf(readOperations[name].opCode)(this.tree, request, requester);
      return { error: 0, response: response as ResponseOf<Reads[Name]> };
    } catch (error) {
      if (!(error instanceof ZooKeeperError)) throw error;
      return { error: error.code, response: undefined };
    }
  }

  /** Creates an open persistent znode, or what `changes` make of it. Returns the error code. */
  create(path: string, changes: Partial<CreateRequest> = {}, requester?: Requester): number {
    return this.write('create', createOf(path, changes), requester).error;
  }

  /** The stat of a znode, which must exist. */
  stat(path: string): Stat {
    const node = this.tree.nodes.get(path);
    if (node === undefined) throw new Error(`no znode at ${path}`);
    return this.tree.statOf(node);
  }

  /** The data of a znode as text; undefined where there is no znode. */
  text(path: string): string | null | undefined {
    const node = this.tree.nodes.get(path);
    if (node === undefined) return undefined;
    const data = this.tree.nodes.dataOf(node);
    return data === null ? null : Buffer.from(data).toString();
  }
}

/** A request for an open persistent znode, or what `changes` make of it. */
export function createOf(path: string, changes: Partial<CreateRequest> = {}): CreateRequest {
  return { path, data: new Uint8Array(0), acl: openAclUnsafe, flags: 0, ...changes };
}

/** A proposal as a log holds it. */
export function bytesOf(proposal: Proposal): Uint8Array {
  const writer = new JuteWriter();
  writeProposal(writer, proposal);
  return writer.copy();
}

/** Data of a znode. */
export function bytes(text: string): Uint8Array {
  return Buffer.from(text);
}
