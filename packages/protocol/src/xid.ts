/** The xids that don't number a request. */
export const Xid = {
  /** In the reply header before a watch event. */
  NOTIFICATION: -1,
  /** In every reply to a ping, whatever the ping's own xid. */
  PING: -2,
  /** By convention in auth requests; the reply echoes what the request said. */
  AUTH: -4,
  /** By convention in setWatches requests; the C client alone puts it on the wire. */
  SET_WATCHES: -8,
} as const;

/** One of the numbers in {@link Xid}. */
export type Xid = (typeof Xid)[keyof typeof Xid];
