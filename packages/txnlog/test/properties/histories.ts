import type { SimulatedDisk } from '@zookit/testkit';
import fc from 'fast-check';
import type { RegisterServer } from '../support/register-server.ts';

/** What a server is told to do. */
export type Step =
  | { readonly kind: 'append'; readonly path: string; readonly text: string }
  | { readonly kind: 'sync' | 'roll' | 'snapshot' | 'purge' };

const text = fc.oneof(
  fc.string({ maxLength: 20, unit: 'grapheme-ascii' }),
  fc.nat(1500).map((length) => 'x'.repeat(length)),
  fc.nat(1500).map((length) => '\0'.repeat(length)),
);
const append = fc.record({ kind: fc.constant('append' as const), path: fc.constantFrom('/a', '/b', '/c'), text });
const other = fc.constantFrom('sync', 'sync', 'roll', 'snapshot', 'purge').map((kind) => ({ kind }));

/** Things that a server is told one after the other. */
export function stepsUpTo(count: number): fc.Arbitrary<Step[]> {
  const step = fc.oneof({ weight: 2, arbitrary: append }, { weight: 1, arbitrary: other });
  return fc.array(step, { maxLength: count });
}

/** Does one thing, and waits until it is done. */
export async function perform(server: RegisterServer, step: Step): Promise<void> {
  if (step.kind === 'append') server.append(step.path, step.text);
  else if (step.kind === 'sync') await server.sync();
  else if (step.kind === 'roll') server.log.roll();
  else if (step.kind === 'snapshot') await server.snapshot();
  else await server.directory.purge(3);
}

/** Does the steps, and then begins to write what was appended, but never hears that it is forced. */
export async function interrupted(server: RegisterServer, disk: SimulatedDisk, steps: readonly Step[]): Promise<void> {
  for (const step of steps) await perform(server, step);
  disk.holdSyncs();
  server.log.sync().catch(() => undefined);
  await nextTurn();
}

/** Resolves when all that can be done now has been done. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
