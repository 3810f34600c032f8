/** Where bytes go, one after the other. */
export interface ByteSink {
  /** Resolves when `bytes` may be changed, and there is room for more. */
  write(bytes: Uint8Array): Promise<void>;
  /** Nothing more will come: what was held back is written. */
  end(): Promise<void>;
}
