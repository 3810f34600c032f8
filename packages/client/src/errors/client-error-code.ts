/** The codes of failures that are born in the client; never on the wire, and none of ZooKeeper's own. */
export const ClientErrorCode = {
  Aborted: -1001,
  QueueFull: -1002,
  PacketTooLarge: -1003,
  Codec: -1004,
  ConnectFailed: -1005,
  FenceLost: -1006,
} as const;

/** One of the numbers in {@link ClientErrorCode}. */
export type ClientErrorCode = (typeof ClientErrorCode)[keyof typeof ClientErrorCode];
