import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { apacheCommand, BenchServer, zookitCommand } from './support/bench-server.ts';
import { lightLoad } from './support/light-load.ts';

/**
 * Measures what durability costs: this project's daemon beside Apache's server, in turns, on one disk, each write forced
 * to it. Prints a line of JSON for each figure, then all as tables.
 *
 *   npm run build
 *   node packages/server/bench/durable.ts --jars FOLDER_WITH_APACHES_JARS --folder FOLDER_ON_THE_DISK
 */
const { values } = parseArgs({
  options: {
    jars: { type: 'string' },
    folder: { type: 'string', default: '.' },
    daemon: {
      type: 'string',
      default: fileURLToPath(new URL('../../../apps/daemon/bin/zookit-server.js', import.meta.url)),
    },
    /** Of Apache's server. Its own scripts say 1000m. */
    heap: { type: 'string', default: '2g' },
    phases: { type: 'string', default: 'writes,restart,snapshot' },
    rounds: { type: 'string', default: '2' },
    seconds: { type: 'string', default: '5' },
    connections: { type: 'string', default: '1,16,128' },
    bytes: { type: 'string', default: '1024' },
    znodes: { type: 'string', default: '1000000' },
    /** How many writes there are before each restart. */
    replayed: { type: 'string', default: '50000' },
  },
});

const folder = mkdtempSync(join(values.folder, 'zookit-bench-'));
const rounds = Array.from({ length: Number(values.rounds) }, (_, index) => index + 1);
const ROOT = '/';
const LAST_ZNODE = '/group-0';
const servers = [
  new BenchServer({
    name: 'zookit',
    command: zookitCommand(values.daemon),
    port: 23_182,
    folder: join(folder, 'zookit'),
  }),
];
if (values.jars !== undefined) {
  const command = apacheCommand(values.jars, values.heap);
  servers.push(new BenchServer({ name: 'apache', command, port: 23_181, folder: join(folder, 'apache') }));
}

type Figures = Record<string, string | number>;

const tables = new Map<string, Figures[]>();

function report(table: string, figures: Figures): void {
  console.log(JSON.stringify({ table, ...figures }));
  tables.set(table, [...(tables.get(table) ?? []), figures]);
}

/** Runs a program of this folder in a process of its own, and gives what it prints. */
function run(program: string, options: Figures): Figures {
  const args = Object.entries(options).map(([name, value]) => `--${name}=${String(value)}`);
  const path = fileURLToPath(new URL(program, import.meta.url));
  return JSON.parse(execFileSync(process.execPath, [path, ...args], { encoding: 'utf8' })) as Figures;
}

function pick(figures: Figures, names: readonly string[]): Figures {
  return Object.fromEntries(Object.entries(figures).filter(([name]) => names.includes(name)));
}

async function measureWrites(): Promise<void> {
  for (const server of servers) await server.start(ROOT);
  for (const round of rounds) {
    for (const connections of values.connections.split(',')) {
      for (const { name, port } of servers) {
        const { seconds, bytes } = values;
        const figures = run('load.ts', { port, operation: 'set', connections, seconds, bytes });
        const told = pick(figures, ['perSecond', 'p50Ms', 'p99Ms', 'maxMs', 'loaderCpu']);
        report('writes', { round, connections, server: name, ...told });
      }
    }
  }
  for (const server of servers) await server.stop();
}

async function fill(): Promise<void> {
  for (const server of servers) {
    await server.start(ROOT);
    const figures = run('fill.ts', { port: server.port, znodes: values.znodes });
    report('fill', {
      server: server.name,
      ...pick(figures, ['seconds', 'perSecond']),
      rssMb: server.memoryMb('VmRSS'),
    });
  }
}

async function measureRestarts(): Promise<void> {
  for (const round of rounds) {
    for (const how of ['SIGTERM', 'SIGKILL'] as const) {
      for (const server of servers) {
        run('fill.ts', { port: server.port, operation: 'set', znodes: values.replayed });
        await server.stop(how);
        report('restart', { round, server: server.name, stoppedBy: how, ...(await server.restart(LAST_ZNODE)) });
      }
    }
  }
}

/** With so few transactions between snapshots that one is taken again and again. */
async function measureSnapshots(): Promise<void> {
  for (const server of servers) {
    await server.stop();
    await server.start(LAST_ZNODE, ['-Dzookeeper.snapCount=1000']);
    await lightLoad(server.port, LAST_ZNODE, secondsFromNow(10));
  }
  for (const round of rounds) {
    for (const server of servers) {
      const before = server.readLog().length;
      const seen = await lightLoad(server.port, LAST_ZNODE, secondsFromNow(20));
      const taken = snapshotTimes(server.readLog().slice(before));
      report('snapshot', { round, server: server.name, snapshots: taken.length, takenMs: taken.join(' '), ...seen });
    }
  }
}

function secondsFromNow(seconds: number): () => boolean {
  const end = performance.now() + 1000 * seconds;
  return () => performance.now() > end;
}

/** How long each snapshot took, in ms, by the words of either server. */
function snapshotTimes(log: string): number[] {
  const words = /"durationMs":(\d+),"msg":"snapshot taken"|Snapshot taken in (\d+) ms/gu;
  return [...log.matchAll(words)].map(([, ours, theirs]) => Number(ours ?? theirs));
}

try {
  const phases = values.phases.split(',');
  if (phases.includes('writes')) await measureWrites();
  if (phases.includes('restart') || phases.includes('snapshot')) await fill();
  if (phases.includes('restart')) await measureRestarts();
  if (phases.includes('snapshot')) await measureSnapshots();
  for (const [name, rows] of tables) {
    console.log(name);
    console.table(rows);
  }
} finally {
  for (const server of servers) await server.stop('SIGKILL');
  if (readdirSync(folder).length > 0) rmSync(folder, { recursive: true });
}
