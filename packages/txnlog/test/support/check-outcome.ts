import assert from 'node:assert/strict';
import type { Outcome } from './outcome.ts';
import type { RegisterServer } from './register-server.ts';

/** Everything acknowledged is there, and nothing but what was written; in doubt, where that may be, a refusal. */
export function checkOutcome(
  outcome: Outcome,
  { acknowledged, lastZxid }: Pick<RegisterServer, 'acknowledged' | 'lastZxid'>,
  mayRefuse: boolean,
  what = 'the outcome',
): void {
  if (outcome.kind === 'recovered') {
    assert(outcome.lastZxid >= acknowledged, `${what}: ends at ${outcome.lastZxid}, ${acknowledged} was acknowledged`);
    assert(outcome.lastZxid <= lastZxid, `${what}: ends at ${outcome.lastZxid}, no more than ${lastZxid} was written`);
  } else {
    assert(mayRefuse && outcome.kind === 'refused', `${what}: ${outcome.kind}, ${outcome.message}`);
  }
}
