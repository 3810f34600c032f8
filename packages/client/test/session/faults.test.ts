import { setImmediate } from 'node:timers/promises';
import { VirtualClock } from '@zookit/testkit';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { connect, type ConnectionState, isZooKeeperError, type Outcome, type ZooKeeper } from '../../src/index.ts';
import { SimulatedEnsemble } from './simulated-server.ts';

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
  | { readonly type: 'cut'; readonly server: number; readonly trailingBytes: number }
  | { readonly type: 'expire' }
  | { readonly type: 'list'; readonly servers: readonly number[] }
  | {
      readonly type: 'set';
      readonly servers: readonly number[];
      readonly fault: 'isDown' | 'isFrozen' | 'isBehind' | 'hasQuorum';
      readonly value: boolean;
    };

const SERVERS = 3;
const server = fc.integer({ min: 0, max: SERVERS - 1 });
const some = fc.oneof(fc.constant([0, 1, 2]), fc.uniqueArray(server, { minLength: 1 }));
const timeoutMs = fc.integer({ min: 1, max: 6000 });

const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ type: fc.constantFrom('read' as const, 'write' as const), timeoutMs }) },
  { weight: 5, arbitrary: fc.record({ type: fc.constant('wait' as const), ms: fc.integer({ min: 0, max: 5000 }) }) },
  fc.record({ type: fc.constant('cut' as const), server, trailingBytes: fc.integer({ min: 0, max: 20 }) }),
  fc.record({ type: fc.constant('expire' as const) }),
  fc.record({
    type: fc.constant('list' as const),
    servers: some,
  }),
  fc.record({
    type: fc.constant('set' as const),
    servers: some,
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

/** A client, its ensemble, and the time between them. */
class Run {
  readonly clock = new VirtualClock();
  readonly ensemble = new SimulatedEnsemble(this.clock, SERVERS);
  readonly tried: Tried[] = [];
  readonly states: ConnectionState[] = [];
  client!: ZooKeeper;

  async start({ chances, ...options }: Chosen): Promise<void> {
    let draws = 0;
    const random = (): number => chances[draws++ % chances.length]!;
    const environment = { clock: this.clock, dial: this.ensemble.dial, random };
    const connecting = { connect: '0,1,2', sessionTimeoutMs: SESSION_TIMEOUT_MS, environment, lazy: true, ...options };
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
    else if (action.type === 'cut') this.ensemble.servers[action.server]!.cut(action.trailingBytes);
    else if (action.type === 'expire') this.ensemble.expire();
    else if (action.type === 'list') await this.client.updateServerList(action.servers.map(String));
    else if (action.type === 'set') this.break(action);
    else this.call(action.type === 'write', action.timeoutMs);
  }

  break({ servers, fault, value }: Extract<Action, { type: 'set' }>): void {
    for (const broken of servers.map((index) => this.ensemble.servers[index]!)) {
      // Who loses its quorum, or has one again, begins anew.
      if (fault === 'hasQuorum' && broken.hasQuorum !== value) broken.cut(0);
      broken[fault] = value;
    }
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
    const servers = [0, 1, 2];
    for (const fault of ['isDown', 'isFrozen', 'isBehind'] as const)
      this.break({ type: 'set', servers, fault, value: false });
    this.break({ type: 'set', servers, fault: 'hasQuorum', value: true });
  }

  check(): void {
    for (const one of this.tried) {
      expect(one.outcome).toBeDefined();
      expect(one.settledAt).toBeLessThanOrEqual(one.deadlineAt + 2 * STEP_MS);
      const times = this.ensemble.applied.filter((data) => data === one.id).length;
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

/** How a client of a run is made. */
interface Chosen {
  readonly onExpired: 'renew' | 'close';
  readonly readOnly: boolean;
  /** What chance brings. */
  readonly chances: readonly number[];
}

const options: fc.Arbitrary<Chosen> = fc.record({
  onExpired: fc.constantFrom('renew' as const, 'close' as const),
  readOnly: fc.boolean(),
  chances: fc.array(fc.double({ min: 0, max: 0.999, noNaN: true }), { minLength: 1, maxLength: 20 }),
});

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
      if (run.client.state.status === 'connected') expect(run.client.state.isReadOnly).toBe(false);
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
      expect(run.ensemble.connectionCount).toBe(0);
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
        expect(run.ensemble.connectionCount).toBe(0);
        expect(run.clock.pendingCount).toBe(0);
      },
    ),
    { numRuns: 150 },
  );
});

function isExpiry(state: ConnectionState): boolean {
  return state.status === 'lost' && state.by === 'server';
}
