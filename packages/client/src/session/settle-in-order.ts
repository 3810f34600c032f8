import type { AskingCall } from './asking-call.ts';
import type { CallGate } from './call-gate.ts';

/**
 * Ends calls about which the next server was asked, or leaves them to be sent again. Each was asked about alone; together they
 * show more, as a server carries out what it is sent in order:
 *
 * - Where an earlier call is sent again, what a znode of both shows against the later one may not hold behind it: the later one
 *   is sent again as well, and the server answers itself.
 * - Where a later call was carried out, the earlier one had been refused. To be carried out now, behind the later one, it is not
 *   sent again, if both are about one znode, or of one view that keeps its calls in their order.
 */
export function settleInOrder(calls: readonly AskingCall[], zxid: bigint): void {
  const late = overtaken(calls);
  const again = new Touched();
  for (const call of calls) {
    if (call.found === 'repeat' && late.has(call)) call.conclude('over', zxid);
    else if (call.found === 'failed' && again.hasPathOf(call)) call.conclude('again', zxid);
    else call.conclude('found', zxid);
    if (!call.isSettled) again.add(call);
  }
}

/** The calls that a later one shows to have had their turn. */
function overtaken(calls: readonly AskingCall[]): ReadonlySet<AskingCall> {
  const done = new Touched();
  const calledBefore = new Set<AskingCall>();
  for (const call of calls.toReversed()) {
    if (done.hasPathOf(call) || done.hasGateOf(call)) calledBefore.add(call);
    if (call.found === 'done') done.add(call);
  }
  return calledBefore;
}

/** What some calls were about. */
class Touched {
  readonly #paths = new Set<string>();
  readonly #gates = new Set<CallGate>();

  add({ paths, gate }: AskingCall): void {
    for (const path of paths) this.#paths.add(path);
    if (gate !== undefined) this.#gates.add(gate);
  }

  hasPathOf({ paths }: AskingCall): boolean {
    return paths.some((path) => this.#paths.has(path));
  }

  hasGateOf({ gate }: AskingCall): boolean {
    return gate !== undefined && this.#gates.has(gate);
  }
}
