import { parseArgs } from 'node:util';

/** What a driver is asked to do. */
export interface Load {
  readonly port: number;
  readonly operation: 'get' | 'set' | 'create';
  readonly inFlight: number;
  readonly bytes: number;
  readonly seconds: number;
}

const WARM_UP_SECONDS = 0.5;

/** The load in the arguments of this process. */
export function loadOf(): Load {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    options: { port: text, operation: text, 'in-flight': text, bytes: text, seconds: text, folder: text },
  });
  return {
    port: Number(values.port),
    operation: values.operation as Load['operation'],
    inFlight: Number(values['in-flight']),
    bytes: Number(values.bytes),
    seconds: Number(values.seconds),
  };
}

/** Keeps `inFlight` calls of `call` going, and prints how many a second were answered and the processor time of each. */
export async function drive({ inFlight, seconds }: Load, call: () => Promise<unknown>): Promise<void> {
  await keepGoing(inFlight, WARM_UP_SECONDS, call);
  const cpuBefore = process.cpuUsage();
  const startedAt = performance.now();
  const count = await keepGoing(inFlight, seconds, call);
  const elapsedSeconds = (performance.now() - startedAt) / 1000;
  const { user, system } = process.cpuUsage(cpuBefore);
  console.log(
    JSON.stringify({ perSecond: Math.round(count / elapsedSeconds), cpuMicros: +((user + system) / count).toFixed(1) }),
  );
}

async function keepGoing(inFlight: number, seconds: number, call: () => Promise<unknown>): Promise<number> {
  const end = performance.now() + 1000 * seconds;
  let count = 0;
  const caller = async (): Promise<void> => {
    while (performance.now() < end) {
      await call();
      count++;
    }
  };
  await Promise.all(Array.from({ length: inFlight }, caller));
  return count;
}
