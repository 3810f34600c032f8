import { setImmediate } from 'node:timers/promises';
import { VirtualClock } from '@zookit/testkit';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { connect, type ConnectionState, isZooKeeperError, type Outcome, type ZooKeeper } from '../../src/index.ts';
import { SimulatedServer } from './simulated-server.ts';

const SESSION_TIMEOUT_MS = 4000;
const STEP_MS = 20;

/** What may follow each state. */
const successors: Record<ConnectionState['status'], readonly ConnectionState['status'][]> = {
  connecting: ['connecting', 'connected', 'lost', 'closed'],
  connected: ['suspended', 'closed'],
  suspended: ['connected', 'lost', 'closed'],
  lost: ['connected', 'lost', 'closed'],
  closed: [],
};

type Action =
  | { readonly type: 'read' | 'write'; readonly timeoutMs: number }
  | { readonly type: 'wait'; readonly ms: number }
  | { readonly type: 'cut'; readonly trailingBytes: number }
  | { readonly type: 'expire' }
  | { readonly type: 'set'; readonly fault: 'isDown' | 'isFrozen' | 'isBehind' | 'hasQuorum'; readonly value: boolean };

const timeoutMs = fc.integer({ min: 1, max: 6000 });

const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ type: fc.constantFrom('read' as const, 'write' as const), timeoutMs }) },
  { weight: 4, arbitrary: fc.record({ type: fc.constant('wait' as const), ms: fc.integer({ min: 0, max: 5000 }) }) },
  fc.record({ type: fc.constant('cut' as const), trailingBytes: fc.integer({ min: 0, max: 20 }) }),
  fc.record({ type: fc.constant('expire' as const) }),
  fc.record({
    type: fc.constant('set' as const),
    fault: fc.constantFrom('isDown' as const, 'isFrozen' as const, 'isBehind' as const, 'hasQuorum' as const),
    value: fc.boolean(),
  }),
);

/** A call and what became of it. */
interface Tried {
  readonly id: string;
  readonly isWrite: boolean;
  readonly deadlineAt: number;
  settledAt: number | undefined;
  outcome: Outcome | 'done' | undefined;
}

/** A client, its server, and the time between them. */
class Run {
  readonly clock = new VirtualClock();
  readonly server = new SimulatedServer(this.clock);
  readonly tried: Tried[] = [];
  readonly states: ConnectionState[] = [];
  client!: ZooKeeper;

  async start(options: { readonly onExpired: 'renew' | 'close'; readonly readOnly: boolean }): Promise<void> {
    const environment = { clock: this.clock, dial: this.server.dial, random: () => 0.5 };
    const connecting = { connect: 'server', sessionTimeoutMs: SESSION_TIMEOUT_MS, environment, lazy: true, ...options };
    this.client = await connect(connecting);
    this.client.addEventListener('state', ({ detail }) => {
      expect(detail.previous).toBe(this.states.at(-1) ?? detail.previous);
      expect(successors[detail.previous.status]).toContain(detail.state.status);
      this.states.push(detail.state);
    });
    this.client.start();
  }

  async wait(ms: number): Promise<void> {
    for (let waited = 0; waited <= ms; waited += STEP_MS) {
      this.clock.advance(STEP_MS);
      await setImmediate();
    }
  }

  async do(action: Action): Promise<void> {
    if (action.type === 'wait') await this.wait(action.ms);
    else if (action.type === 'cut') this.server.cut(action.trailingBytes);
    else if (action.type === 'expire') this.server.expire();
    else if (action.type === 'set') this.server[action.fault] = action.value;
    else this.call(action.type === 'write', action.timeoutMs);
  }

  call(isWrite: boolean, timeoutMs: number): void {
    const id = String(this.tried.length);
    const deadlineAt = this.clock.now() + timeoutMs;
    const one: Tried = { id, isWrite, deadlineAt, settledAt: undefined, outcome: undefined };
    this.tried.push(one);
    const call = isWrite ? this.client.set('/a', id, { timeoutMs }) : this.client.exists('/a', { timeoutMs });
    const settle = (outcome: Tried['outcome']): void => {
      one.settledAt = this.clock.now();
      one.outcome = outcome;
    };
    call.then(
      () => settle('done'),
      (error: unknown) => settle(isZooKeeperError(error) ? error.outcome : undefined),
    );
  }

  mend(): void {
    Object.assign(this.server, { isDown: false, isFrozen: false, isBehind: false, hasQuorum: true });
  }

  check(): void {
    for (const one of this.tried) {
      expect(one.outcome).toBeDefined();
      expect(one.settledAt).toBeLessThanOrEqual(one.deadlineAt + 2 * STEP_MS);
      const times = this.server.applied.filter((data) => data === one.id).length;
      if (!one.isWrite) continue;
      if (one.outcome === 'done') expect(times).toBe(1);
      else if (one.outcome === 'unknown') expect(times).toBeLessThanOrEqual(1);
      else expect(times).toBe(0);
    }
    const generations = this.states.flatMap((state) => (state.status === 'connected' ? [state] : []));
    for (const [index, state] of generations.entries()) {
      const before = generations[index - 1]?.session.generation ?? 0;
      expect(state.session.generation).toBe(state.isResumed ? before : before + 1);
    }
  }
}

const options = fc.record({ onExpired: fc.constantFrom('renew' as const, 'close' as const), readOnly: fc.boolean() });

test('whatever breaks, each call ends in time and truthfully, the states follow their order, and the client recovers', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(action, { maxLength: 30 }), options, async (actions, chosen) => {
      const run = new Run();
      await run.start(chosen);
      for (const one of actions) await run.do(one);
      run.mend();
      await run.wait(3 * SESSION_TIMEOUT_MS);
      run.check();
      const { status } = run.client.state;
      expect(status).toBe(chosen.onExpired === 'close' && run.states.some(isExpiry) ? 'closed' : 'connected');
      if (status === 'connected') {
        run.call(true, 1000);
        run.call(false, 1000);
        await run.wait(1000);
        run.check();
        expect(run.tried.slice(-2).map((one) => one.outcome)).toEqual(['done', 'done']);
      }
      const closing = run.client.close();
      await run.wait(1000);
      await closing;
      await run.wait(10);
      expect(run.client.state.status).toBe('closed');
      expect(run.server.connectionCount).toBe(0);
      expect(run.clock.pendingCount).toBe(0);
    }),
    { numRuns: 150 },
  );
});

test('a client that is closed while something is broken ends in time, and with it all its calls', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(action, { maxLength: 20 }),
      options,
      fc.boolean(),
      async (actions, chosen, keepSession) => {
        const run = new Run();
        await run.start(chosen);
        for (const one of actions) await run.do(one);
        let isClosed = false;
        const closing = run.client.close({ timeoutMs: 500, keepSession }).then(() => (isClosed = true));
        await run.wait(500);
        expect(isClosed).toBe(true);
        await closing;
        await run.wait(10);
        run.check();
        expect(run.client.state.status).toBe('closed');
        expect(run.server.connectionCount).toBe(0);
        expect(run.clock.pendingCount).toBe(0);
      },
    ),
    { numRuns: 150 },
  );
});

function isExpiry(state: ConnectionState): boolean {
  return state.status === 'lost' && state.by === 'server';
}
