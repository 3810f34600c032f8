import type { ChangeRecord } from './change-record.ts';
import { listedBytes } from './ephemeral-paths.ts';
import type { PathHasher } from './path-hasher.ts';
import { PathTable } from './path-table.ts';
import { PendingCharges } from './pending-charges.ts';

interface Step {
  readonly record: ChangeRecord;
  /** The record that it took the place of. */
  readonly replaced: ChangeRecord | undefined;
}

interface CreatedEphemerals {
  readonly records: Set<ChangeRecord>;
  bytes: number;
}

/** How many released records may lie at the front of the queue before it is moved together. */
const SLACK = 1024;

/**
 * The changes of transactions that were proposed and not yet applied, in the order of their zxids; what is asked about a
 * znode is answered by its latest. The changes of one transaction are put one by one, then kept or taken back together.
 */
export class OutstandingChanges {
  readonly charges: PendingCharges = new PendingCharges();
  readonly #latest: PathTable<ChangeRecord>;
  readonly #ephemerals = new Map<bigint, CreatedEphemerals>();
  readonly #queue: ChangeRecord[] = [];
  #head = 0;
  #steps: Step[] = [];

  /** `hasher` is that of the tree. */
  constructor(hasher: PathHasher) {
    this.#latest = new PathTable(hasher, 0);
  }

  /** How many changes are outstanding. */
  get size(): number {
    return this.#queue.length - this.#head;
  }

  /** How the outstanding changes leave the znode at `path`; undefined when none is about it. */
  latest(path: string): ChangeRecord | undefined {
    return this.#latest.get(path);
  }

  /** Adds a change of the transaction that is being prepared. */
  put(record: ChangeRecord): void {
    this.#steps.push({ record, replaced: this.#latest.set(record) });
    if (record.charge !== undefined) this.charges.add(record.charge);
    if (record.createsEphemeral) this.#addEphemeral(record);
  }

  /** Keeps the changes of the transaction that is being prepared. */
  commit(): void {
    for (const { record } of this.#steps) this.#queue.push(record);
    this.#steps = [];
  }

  /** Takes back the changes of the transaction that is being prepared. */
  rollBack(): void {
    for (const { record, replaced } of this.#steps.reverse()) {
      if (replaced === undefined) this.#latest.delete(record);
      else this.#latest.replace(record, replaced);
      this.#forget(record);
    }
    this.#steps = [];
  }

  /** Forgets the changes up to `zxid`: they have been applied. */
  release(zxid: bigint): void {
    while (this.#head < this.#queue.length) {
      const record = this.#queue[this.#head]!;
      if (record.zxid > zxid) break;
      this.#head++;
      this.#latest.delete(record);
      this.#forget(record);
    }
    this.#trim();
  }

  /** The ephemeral znodes that outstanding changes create for a session; some may be deleted again by later ones. */
  ephemeralsOf(sessionId: bigint): Iterable<ChangeRecord> {
    return this.#ephemerals.get(sessionId)?.records ?? [];
  }

  /** How long the list of these znodes is in a transaction. */
  ephemeralBytesOf(sessionId: bigint): number {
    return this.#ephemerals.get(sessionId)?.bytes ?? 0;
  }

  #addEphemeral(record: ChangeRecord): void {
    let created = this.#ephemerals.get(record.ephemeralOwner);
    if (created === undefined) {
      created = { records: new Set(), bytes: 0 };
      this.#ephemerals.set(record.ephemeralOwner, created);
    }
    created.records.add(record);
    created.bytes += listedBytes(record.path);
  }

  #forget(record: ChangeRecord): void {
    if (record.charge !== undefined) this.charges.remove(record.charge);
    if (!record.createsEphemeral) return;
    const created = this.#ephemerals.get(record.ephemeralOwner)!;
    created.records.delete(record);
    created.bytes -= listedBytes(record.path);
    if (created.records.size === 0) this.#ephemerals.delete(record.ephemeralOwner);
  }

  #trim(): void {
    if (this.#head === this.#queue.length) this.#queue.length = 0;
    else if (this.#head < SLACK || this.#head * 2 < this.#queue.length) return;
    else this.#queue.splice(0, this.#head);
    this.#head = 0;
  }
}
