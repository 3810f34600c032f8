import type { SessionInfo } from '../connection-state.ts';

/**
 * A session as callers see it. Whoever logs or copies a state does not mean to tell the password, so that is not enumerable.
 * As JSON the id is decimal text, as JSON has no bigint.
 */
export function sessionInfo({ id, password, timeoutMs, generation }: SessionInfo): SessionInfo {
  const shown = { id, timeoutMs, generation };
  return Object.defineProperties(shown as SessionInfo, {
    password: { value: password },
    toJSON: { value: () => ({ ...shown, id: id.toString() }) },
  });
}
