/** The bits of an ACL entry's `permissions`. Source: `ZooDefs.Perms`. */
export const Permission = {
  /** Read data, children and ACL, and receive watch events. */
  READ: 1,
  /** Set data. */
  WRITE: 2,
  /** Create a child. */
  CREATE: 4,
  /** Delete a child. */
  DELETE: 8,
  /** Set the ACL. */
  ADMIN: 16,
  ALL: 31,
} as const;

/** One of the numbers in {@link Permission}. */
export type Permission = (typeof Permission)[keyof typeof Permission];
