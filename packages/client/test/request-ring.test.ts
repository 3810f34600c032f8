import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PendingCall } from '../src/wire/pending-call.ts';
import { RequestRing } from '../src/wire/request-ring.ts';

function someCall(): PendingCall {
  return {
    isSettled: false,
    fixedXid: undefined,
    isWaiting: false,
    lossCount: 0,
    write() {},
    wrote() {},
    succeed() {},
    refuse() {},
    lose() {},
    survive: () => 'ended',
    unwrite() {},
    isForNextServer: () => false,
    stop() {},
  };
}

test('calls come out as they went in, whatever comes between', () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { maxLength: 200 }), (pushes) => {
      const ring = new RequestRing();
      const model: { xid: number; call: PendingCall }[] = [];
      for (const [xid, isPush] of pushes.entries()) {
        if (isPush) {
          const call = someCall();
          ring.push(xid, call, xid + 1);
          model.push({ xid, call });
        } else {
          expect(ring.headXid).toBe(model[0]?.xid);
          expect(ring.shift()).toBe(model.shift()?.call);
        }
        expect(ring.length).toBe(model.length);
        expect(ring.bytes).toBe(model.reduce((sum, one) => sum + one.xid + 1, 0));
        for (const { xid: one, call } of model) expect(ring.find(one)).toBe(call);
        expect(ring.find(-1)).toBeUndefined();
      }
    }),
  );
});
