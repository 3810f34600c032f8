const COUNTER_BITS = 32n;
const COUNTER_MASK = 0xffff_ffffn;

/** The zxid of the transaction number `counter` (unsigned) of an epoch. */
export function zxidOf(epoch: number, counter: number): bigint {
  return BigInt.asIntN(64, (BigInt(epoch) << COUNTER_BITS) | (BigInt(counter) & COUNTER_MASK));
}

/** The epoch in which a transaction was proposed: the high 32 bits, signed. */
export function epochOf(zxid: bigint): number {
  return Number(zxid >> COUNTER_BITS);
}

/** The number of a transaction in its epoch: the low 32 bits, unsigned. */
export function counterOf(zxid: bigint): number {
  return Number(zxid & COUNTER_MASK);
}

/** A zxid or a session id as Apache's logs and four-letter words show it: `0x100000008`. */
export function formatHex(zxid: bigint): string {
  return `0x${BigInt.asUintN(64, zxid).toString(16)}`;
}
