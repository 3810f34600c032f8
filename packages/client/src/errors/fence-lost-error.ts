import { ZooKeeperError, type ZooKeeperErrorOptions } from '@zookit/protocol';
import type { Fence } from '../operations/fence.ts';
import { ClientErrorCode } from './client-error-code.ts';

/** A fence of a transaction does not hold any more: its znode has gone. Nothing of the transaction happened. */
export class FenceLostError extends ZooKeeperError {
  readonly fence: Fence;

  constructor(fence: Fence, path?: string, options?: ZooKeeperErrorOptions) {
    super(ClientErrorCode.FenceLost, path, {
      ...options,
      codeName: 'FenceLost',
      outcome: options?.outcome ?? 'rejected',
    });
    this.fence = fence;
  }

  override toJSON(): Readonly<Record<string, unknown>> {
    const { paths, token, sessionId } = this.fence;
    return { ...super.toJSON(), fence: { paths, token: token.toString(), sessionId: sessionId.toString() } };
  }
}
