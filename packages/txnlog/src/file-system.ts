/** What a file is opened for. */
export type OpenMode =
  /** To be read. It must exist. */
  | 'read'
  /** To be read and changed in place. It must exist. */
  | 'update'
  /** To be read and written. It must not exist. */
  | 'create'
  /** To be read and written, from nothing: what was there is gone. */
  | 'replace';

/** What is known of a file without opening it. */
export interface FileStatus {
  readonly sizeBytes: number;
  readonly isDirectory: boolean;
  /** Whether it is a regular file: no directory, pipe or socket. */
  readonly isFile: boolean;
  /** When its content last changed, in ms since 1970. */
  readonly modifiedMs: number;
}

/** A file that is open. Everything it does can fail, with the operating system's error. */
export interface OpenFile {
  readonly path: string;
  /** Fills `into` from `position` on and says how many bytes there were: fewer than it holds only at the file's end. */
  read(into: Uint8Array, position: number): Promise<number>;
  /** Writes all of `bytes`. */
  write(bytes: Uint8Array, position: number): Promise<void>;
  /**
   * Writes all of `bytes` before it returns. It goes to the page cache, which takes less time than handing it to another
   * thread (7 µs).
   */
  writeNow(bytes: Uint8Array, position: number): void;
  /** Makes the file `lengthBytes` long. What is added reads as zeros. */
  truncate(lengthBytes: number): Promise<void>;
  /** Resolves when what was written, and the length that it takes to read it, survive a loss of power. */
  datasync(): Promise<void>;
  sizeBytes(): Promise<number>;
  close(): Promise<void>;
}

/**
 * The calls on files that storage is made of. A port: a test or a simulation brings a disk that fails, or that forgets
 * what was not synced.
 */
export interface FileSystem {
  open(path: string, mode: OpenMode): Promise<OpenFile>;
  /** Undefined when there is nothing at `path`. */
  status(path: string): Promise<FileStatus | undefined>;
  /** The names in a directory, in no order. */
  list(directory: string): Promise<string[]>;
  /** Makes a directory and those above it, where they are missing. */
  makeDirectory(path: string): Promise<void>;
  /** Replaces what is at `to`. */
  rename(from: string, to: string): Promise<void>;
  /** Gives a file a second name. Fails with EEXIST when there is something at `to`. */
  link(from: string, to: string): Promise<void>;
  /** Changes the time at which a file was last modified to another than it was, and nothing else. */
  touch(path: string): Promise<void>;
  remove(path: string): Promise<void>;
  /** Resolves when the files that were made, renamed and removed in a directory survive a loss of power. */
  syncDirectory(directory: string): Promise<void>;
}
