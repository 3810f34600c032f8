import type { Findings } from '../load/findings.ts';
import { seededRandom } from '../load/seeded-random.ts';
import { Workload } from '../load/workload.ts';
import { startDaemon, startServing, TemporaryFolder } from '../support.ts';

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
  readonly #workload: Workload;
  #kills = 0;

  constructor(options: KillLoopOptions) {
    this.#options = options;
    this.#random = seededRandom(options.seed);
    this.#workload = new Workload(this.#random);
  }

  async run(): Promise<KillReport> {
    using folder = new TemporaryFolder();
    const args = [folder.write('zoo.cfg', `dataDir=${folder.path}/data\n${SETTINGS}`)];
    while (this.#kills < this.#options.kills) await this.#round(args);
    await using daemon = await startServing(args);
    await this.#workload.audit(daemon.port);
    const { findings, acknowledgedCount } = this.#workload;
    return { findings, kills: this.#kills, acknowledgedCount };
  }

  async #round(args: readonly string[]): Promise<void> {
    if (this.#kills > 0 && this.#random() < KILLED_WHILE_LOADING) return this.#killLoading(args);
    await using daemon = await startServing(args);
    const killAt = Math.ceil(this.#random() * REPLIES_MAX);
    try {
      await this.#workload.run(daemon.port, (count) => {
        if (count === killAt) daemon.kill('SIGKILL');
      });
      const { signal } = await daemon.exit;
      if (signal !== 'SIGKILL') throw new Error('the daemon ended by itself');
    } catch (error) {
      throw new Error(`round ${String(this.#kills)}:\n${daemon.stdout}${daemon.stderr}`, { cause: error });
    }
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
    this.#options.onKill?.(this.#kills, this.#workload.findings);
  }
}
