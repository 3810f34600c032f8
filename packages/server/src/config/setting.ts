/** One `key=value` as somebody wrote it. */
export interface Setting {
  readonly key: string;
  readonly value: string;
  /** Where it was written, as messages show it: `zoo.cfg:3`, `SERVER_JVMFLAGS`. */
  readonly origin: string;
}
