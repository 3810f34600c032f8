import { execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { connect } from '@zookit/client';
import { freePort } from '@zookit/testkit';

/**
 * Measures clients beside one another, in turns, against our server and against Apache's: how many operations a second are
 * answered, and the processor time of the client for each. Each measurement is a process of its own. Prints a line of JSON
 * for each, then a table with medians and, against ours, ratios: only those mean something, and only within a run.
 *
 *   node tooling/client-suite/bench/clients.ts --jars FOLDER_WITH_APACHES_JARS --python PYTHON_WITH_KAZOO
 */
const { values } = parseArgs({
  options: {
    /** Without it, our server alone. */
    jars: { type: 'string' },
    /** Without it, no kazoo. */
    python: { type: 'string' },
    operations: { type: 'string', default: 'get,set,create' },
    'in-flight': { type: 'string', default: '1,64' },
    bytes: { type: 'string', default: '100,1024' },
    seconds: { type: 'string', default: '1' },
    rounds: { type: 'string', default: '3' },
  },
});

const NODE_ZOOKEEPER_CLIENT = 'node-zookeeper-client@1.1.3';

/** What a driver prints. */
interface Figures {
  readonly perSecond: number;
  /** Processor time of the client for one operation. */
  readonly cpuMicros: number;
}

interface Client {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
}

interface Server {
  readonly name: string;
  readonly port: number;
  stop(): void;
}

const driver = (name: string): string => fileURLToPath(new URL(`drivers/${name}`, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'client-bench-'));
const run = promisify(execFile);

function clientsToMeasure(): Client[] {
  execFileSync('npm', ['install', '--silent', '--no-audit', '--no-fund', '--prefix', folder, NODE_ZOOKEEPER_CLIENT]);
  const clients: Client[] = [
    { name: 'zookit', command: [process.execPath, driver('zookit.ts')] },
    {
      name: 'node-zookeeper-client',
      command: [process.execPath, driver('node-zookeeper-client.ts'), '--folder', folder],
    },
  ];
  if (values.python !== undefined) clients.push({ name: 'kazoo', command: [values.python, driver('kazoo_driver.py')] });
  return clients;
}

async function startOurs(): Promise<Server> {
  const child = spawn(process.execPath, [fileURLToPath(new URL('server.ts', import.meta.url))], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  return { name: 'our server', port: Number(line), stop: () => child.kill() };
}

async function startApaches(jars: string): Promise<Server> {
  const port = await freePort();
  const zooCfg = join(folder, 'zoo.cfg');
  const settings = { clientPort: port, dataDir: join(folder, 'data'), maxClientCnxns: 0, forceSync: 'no' };
  const lines = Object.entries({ ...settings, 'admin.enableServer': false }).map(([key, value]) => `${key}=${value}`);
  writeFileSync(zooCfg, lines.join('\n'));
  const main = 'org.apache.zookeeper.server.quorum.QuorumPeerMain';
  const log = ['-Dorg.slf4j.simpleLogger.defaultLogLevel=error'];
  const child = spawn('java', ['-Xmx1g', ...log, '-cp', join(jars, '*'), main, zooCfg], { stdio: 'ignore' });
  const client = await connect({ connect: `127.0.0.1:${port}` }, { timeoutMs: 60_000 });
  await client.close();
  return { name: "Apache's", port, stop: () => child.kill('SIGKILL') };
}

async function measure({ command: [program, ...args] }: Client, load: Record<string, string>): Promise<Figures> {
  const options = Object.entries(load).flatMap(([name, value]) => [`--${name}`, value]);
  const { stdout } = await run(program, [...args, ...options]);
  return JSON.parse(stdout) as Figures;
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((left, right) => left - right)[Math.floor(numbers.length / 2)] ?? NaN;
}

interface Row extends Figures {
  readonly server: string;
  readonly load: string;
  readonly client: string;
}

/** All rounds of one load against one server: the clients in turns. */
async function compare(server: Server, clients: readonly Client[], load: Record<string, string>): Promise<Row[]> {
  const told = new Map<string, Figures[]>(clients.map(({ name }) => [name, []]));
  for (let round = 0; round < Number(values.rounds); round++) {
    for (const client of clients) {
      const figures = await measure(client, { port: String(server.port), seconds: values.seconds, ...load });
      console.log(JSON.stringify({ server: server.name, client: client.name, ...load, ...figures }));
      told.get(client.name)?.push(figures);
    }
  }
  return [...told].map(([client, figures]) => ({
    server: server.name,
    load: Object.values(load).join(' '),
    client,
    perSecond: median(figures.map(({ perSecond }) => perSecond)),
    cpuMicros: median(figures.map(({ cpuMicros }) => cpuMicros)),
  }));
}

function withRatios(rows: readonly Row[]): (Row & { readonly ratio: string })[] {
  const [ours] = rows;
  return rows.map((row) => ({ ...row, ratio: ((ours?.perSecond ?? NaN) / row.perSecond).toFixed(2) }));
}

const clients = clientsToMeasure();
const servers = [await startOurs(), ...(values.jars === undefined ? [] : [await startApaches(values.jars)])];
const table: Row[] = [];
try {
  for (const operation of values.operations.split(',')) {
    for (const bytes of values.bytes.split(',')) {
      for (const inFlight of values['in-flight'].split(',')) {
        for (const server of servers) {
          const load = { operation, bytes, 'in-flight': inFlight };
          table.push(...withRatios(await compare(server, clients, load)));
        }
      }
    }
  }
} finally {
  for (const server of servers) server.stop();
  rmSync(folder, { recursive: true, force: true });
}
console.table(table);
