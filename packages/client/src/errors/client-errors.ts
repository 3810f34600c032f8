import { ZooKeeperError, type ZooKeeperErrorOptions } from '@zookit/protocol';
import { ClientErrorCode } from './client-error-code.ts';

/**
 * The caller's signal was aborted; `cause` is the signal's reason. The outcome is `not-executed` unless the request had
 * been sent.
 */
export class AbortedError extends ZooKeeperError {
  override readonly name: string = 'AbortError';

  constructor(path?: string, options?: ZooKeeperErrorOptions) {
    super(ClientErrorCode.Aborted, path, born('Aborted', options));
  }
}

/** More calls wait than `limits.queued` allows, and `limits.overflow` is `error`. */
export class QueueFullError extends ZooKeeperError {
  constructor(path?: string, options?: ZooKeeperErrorOptions) {
    super(ClientErrorCode.QueueFull, path, born('QueueFull', options));
  }
}

/** The request is longer than the server would accept, or a reply than the client does. */
export class PacketTooLargeError extends ZooKeeperError {
  constructor(path?: string, options?: ZooKeeperErrorOptions) {
    super(ClientErrorCode.PacketTooLarge, path, born('PacketTooLarge', options));
  }
}

/**
 * A value can't be written as a znode's data, with the outcome `not-executed`; or a znode's data, which the server has sent,
 * can't be read as a value, with the outcome `rejected`.
 */
export class CodecError extends ZooKeeperError {
  /** What the codec said, without the operation and the path. */
  readonly detail: string | undefined;

  constructor(path?: string, options?: ZooKeeperErrorOptions) {
    super(ClientErrorCode.Codec, path, born('Codec', options));
    this.detail = options?.detail;
  }
}

/** No server could be reached, or none is known; `cause` says why at the last one. */
export class ConnectFailedError extends ZooKeeperError {
  constructor(options?: ZooKeeperErrorOptions) {
    super(ClientErrorCode.ConnectFailed, undefined, born('ConnectFailed', options));
  }
}

/** What begins in the client stays there, unless the caller says otherwise. */
function born(codeName: string, options: ZooKeeperErrorOptions | undefined): ZooKeeperErrorOptions {
  return { ...options, codeName, outcome: options?.outcome ?? 'not-executed' };
}
