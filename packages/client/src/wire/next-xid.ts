const XID_MAX = 0x7fff_fffe;

/** The xid behind another one: from 1 to 2147483646, then from 1 again, so that none has a meaning of its own. */
export function nextXid(xid: number): number {
  return xid >= XID_MAX ? 1 : xid + 1;
}
