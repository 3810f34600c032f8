/** What a change that is not yet applied will add to a quota. */
export interface QuotaCharge {
  readonly quotaPath: string;
  readonly count: number;
  readonly bytes: number;
}

/** The sums of the {@link QuotaCharge}s of all outstanding changes, by quota. */
export class PendingCharges {
  readonly #byQuota = new Map<string, { count: number; bytes: number; charges: number }>();

  /** Counts a charge in. */
  add({ quotaPath, count, bytes }: QuotaCharge): void {
    const sum = this.#byQuota.get(quotaPath);
    if (sum === undefined) {
      this.#byQuota.set(quotaPath, { count, bytes, charges: 1 });
      return;
    }
    sum.count += count;
    sum.bytes += bytes;
    sum.charges++;
  }

  /** Takes a charge out again: it was applied or rolled back. */
  remove({ quotaPath, count, bytes }: QuotaCharge): void {
    const sum = this.#byQuota.get(quotaPath)!;
    sum.count -= count;
    sum.bytes -= bytes;
    sum.charges--;
    if (sum.charges === 0) this.#byQuota.delete(quotaPath);
  }

  /** How many znodes are outstanding for a quota. */
  countOf(quotaPath: string): number {
    return this.#byQuota.get(quotaPath)?.count ?? 0;
  }

  /** How many bytes are outstanding for a quota. */
  bytesOf(quotaPath: string): number {
    return this.#byQuota.get(quotaPath)?.bytes ?? 0;
  }
}
