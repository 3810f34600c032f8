import { CreateMode, openAclUnsafe, writes } from '@zookit/protocol';
import type { RawClient } from '@zookit/testkit';
import { startDaemon, startServing, TemporaryFolder } from '../support.ts';
import { CounterLedger } from './counter-ledger.ts';
import { Findings } from './findings.ts';
import { Load } from './load.ts';
import { seededRandom } from './seeded-random.ts';
import { SequenceLedger } from './sequence-ledger.ts';
import { Witness } from './witness.ts';
import { ZnodeLedger } from './znode-ledger.ts';

const CONNECTIONS = 4;
/** A kill comes after so many replies at most. */
const REPLIES_MAX = 1500;
/** How often, on average, the daemon is killed while it still loads its data. */
const KILLED_WHILE_LOADING = 0.15;

/** Snapshots and new logs often enough that kills meet them; old ones are removed at each start. */
const SETTINGS = `clientPort=0
clientPortAddress=127.0.0.1
snapCount=400
preAllocSize=64
txnLogSizeLimitInKb=128
autopurge.purgeInterval=1
`;

/** What a {@link KillLoop} is told. */
export interface KillLoopOptions {
  readonly kills: number;
  /** Determines what is written and when the kills come, as far as two processes can be determined. */
  readonly seed: number;
  /** Told after each kill. */
  readonly onKill?: (kills: number, findings: Findings) => void;
}

/** What came of it. */
export interface KillReport {
  readonly findings: Findings;
  readonly kills: number;
  readonly acknowledgedCount: number;
}

/** Kills the daemon again and again while it is written to, and compares what is there with what was acknowledged. */
export class KillLoop {
  readonly #options: KillLoopOptions;
  readonly #random: () => number;
  readonly #findings = new Findings();
  readonly #witness = new Witness();
  readonly #sequence = new SequenceLedger('/queue');
  readonly #counters = Array.from(
    { length: CONNECTIONS },
    (_, index) => new CounterLedger(`/counter-${String(index)}`),
  );
  readonly #znodes: ZnodeLedger[] = [];
  #kills = 0;
  #acknowledgedCount = 0;

  constructor(options: KillLoopOptions) {
    this.#options = options;
    this.#random = seededRandom(options.seed);
  }

  async run(): Promise<KillReport> {
    using folder = new TemporaryFolder();
    const args = [folder.write('zoo.cfg', `dataDir=${folder.path}/data\n${SETTINGS}`)];
    while (this.#kills < this.#options.kills) await this.#round(args);
    await using daemon = await startServing(args);
    await this.#audit(daemon.port, this.#znodes);
    return { findings: this.#findings, kills: this.#kills, acknowledgedCount: this.#acknowledgedCount };
  }

  async #round(args: readonly string[]): Promise<void> {
    if (this.#kills > 0 && this.#random() < KILLED_WHILE_LOADING) return this.#killLoading(args);
    await using daemon = await startServing(args);
    using client = await this.#audit(daemon.port, this.#recentZnodes());
    const znodes = await this.#nextFolders(client);
    const killAt = this.#acknowledgedCount + Math.ceil(this.#random() * REPLIES_MAX);
    const onAcknowledged = () => {
      if (++this.#acknowledgedCount === killAt) daemon.kill('SIGKILL');
    };
    const loads = this.#counters.map((counter, index) => {
      const ledgers = { counter, znodes: znodes[index]!, sequence: this.#sequence };
      return new Load(ledgers, this.#random, this.#findings, onAcknowledged).run(daemon.port);
    });
    await Promise.all([daemon.exit, ...loads]);
    this.#killed();
  }

  async #killLoading(args: readonly string[]): Promise<void> {
    await using daemon = startDaemon(args);
    await daemon.waitForOutput(/"msg":"data loaded"/u);
    daemon.kill('SIGKILL');
    await daemon.exit;
    this.#killed();
  }

  #killed(): void {
    this.#kills++;
    this.#options.onKill?.(this.#kills, this.#findings);
  }

  /** Those of the last round, and of one before. */
  #recentZnodes(): ZnodeLedger[] {
    const earlier = this.#znodes[Math.floor(this.#random() * this.#znodes.length)];
    return [...new Set([...this.#znodes.slice(-CONNECTIONS), ...(earlier === undefined ? [] : [earlier])])];
  }

  async #audit(port: number, znodes: readonly ZnodeLedger[]): Promise<RawClient> {
    const client = await this.#witness.connect(port, this.#findings);
    if (this.#znodes.length === 0) await this.#makeParents(client);
    for (const ledger of [...this.#counters, this.#sequence, ...znodes]) await ledger.audit(client, this.#findings);
    return client;
  }

  async #makeParents(client: RawClient): Promise<void> {
    await makeZnode(client, this.#sequence.parent, '');
    for (const { path } of this.#counters) await makeZnode(client, path, '0');
  }

  async #nextFolders(client: RawClient): Promise<ZnodeLedger[]> {
    const round = String(this.#kills);
    const ledgers = this.#counters.map((_, index) => new ZnodeLedger(`/round-${round}-${String(index)}`));
    for (const { folder } of ledgers) await makeZnode(client, folder, '');
    this.#znodes.push(...ledgers);
    return ledgers;
  }
}

async function makeZnode(client: RawClient, path: string, text: string): Promise<void> {
  const data = Buffer.from(text);
  await client.ask(writes.create, { path, data, acl: openAclUnsafe, flags: CreateMode.PERSISTENT });
}
