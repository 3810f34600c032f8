import { ZooKeeperError } from '@zookit/client';

/** The error of a call that must fail; throws when it succeeds, or fails with anything but a `ZooKeeperError`. */
export async function failureOf(call: Promise<unknown>): Promise<ZooKeeperError> {
  let result: unknown;
  try {
    result = await call;
  } catch (error) {
    if (error instanceof ZooKeeperError) return error;
    throw error;
  }
  throw new Error('the call succeeded', { cause: result });
}
