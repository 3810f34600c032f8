import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../ports.ts';
import { type ServerKind, ServerProcess, type Settings } from './server-process.ts';

/** At which ports of the loopback address a member is found. */
interface Ports {
  readonly quorum: number;
  readonly election: number;
  readonly client: number;
}

/**
 * An ensemble whose members, with the ids 1, 2, …, are started one by one. Their ports are known before. A member keeps its data
 * directory when it is stopped and started in another way.
 */
export class Ensemble implements AsyncDisposable {
  readonly #kind: ServerKind;
  readonly #settings: Settings;
  readonly #directory: string;
  readonly #members: readonly Ports[];
  readonly #servers: ServerProcess[] = [];

  private constructor(kind: ServerKind, settings: Settings, directory: string, members: readonly Ports[]) {
    this.#kind = kind;
    this.#settings = { standaloneEnabled: 'false', initLimit: '20', syncLimit: '20', ...settings };
    this.#directory = directory;
    this.#members = members;
  }

  /** An ensemble of so many members, none of which runs. */
  static async plan(kind: ServerKind, size: number, settings: Settings = {}): Promise<Ensemble> {
    const directory = await mkdtemp(join(tmpdir(), 'interop-ensemble-'));
    return new Ensemble(kind, settings, directory, await freePortsOf(size));
  }

  /** The ids of all members. */
  get ids(): readonly number[] {
    return this.#members.map((_, index) => index + 1);
  }

  /** Where clients find each member, by the order of the ids. */
  get addresses(): readonly string[] {
    return this.ids.map((id) => this.address(id));
  }

  /** Where clients find a member. */
  address(id: number): string {
    return `127.0.0.1:${this.#portsOf(id).client}`;
  }

  /** The line for a member in a configuration: `server.1=127.0.0.1:2888:3888:participant;2181`. */
  line(id: number, role: 'participant' | 'observer' = 'participant'): string {
    return lineOf(id, this.#portsOf(id), role);
  }

  /** Starts a member that knows of `members`, itself among them; resolves when it serves, which may be read-only. */
  start(id: number, members: readonly number[] = this.ids): Promise<ServerProcess> {
    return this.#start(
      id,
      members.map((member) => this.line(member)),
    );
  }

  /** Starts a member of an ensemble that consists of `present` and does not know it yet: `reconfig` takes it in. */
  join(id: number, present: readonly number[]): Promise<ServerProcess> {
    return this.#start(id, [...present.map((other) => this.line(other)), this.line(id, 'observer')]);
  }

  /** Starts a member that finds no other one, and is not found by them; resolves when it serves read-only. */
  async startCutOff(id: number): Promise<ServerProcess> {
    const { client } = this.#portsOf(id);
    const elsewhere = await freePortsOf(this.#members.length);
    return this.#start(
      id,
      elsewhere.map((ports, index) =>
        lineOf(index + 1, index + 1 === id ? { ...ports, client } : ports, 'participant'),
      ),
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#servers.map((server) => server[Symbol.asyncDispose]()));
    await rm(this.#directory, { recursive: true, force: true });
  }

  async #start(id: number, lines: readonly string[]): Promise<ServerProcess> {
    const dataDir = join(this.#directory, String(id));
    await mkdir(dataDir, { recursive: true });
    await writeFile(join(dataDir, 'myid'), String(id));
    const clientPort = String(this.#portsOf(id).client);
    const members = Object.fromEntries(lines.map((line) => line.split('=') as [string, string]));
    const server = await ServerProcess.start(this.#kind, { ...this.#settings, ...members, dataDir, clientPort });
    this.#servers.push(server);
    return server;
  }

  #portsOf(id: number): Ports {
    const ports = this.#members[id - 1];
    if (ports === undefined) throw new RangeError(`no member has the id ${id}`);
    return ports;
  }
}

function lineOf(id: number, { quorum, election, client }: Ports, role: string): string {
  return `server.${id}=127.0.0.1:${quorum}:${election}:${role};${client}`;
}

async function freePortsOf(size: number): Promise<readonly Ports[]> {
  const ports = new Set<number>();
  while (ports.size < 3 * size) ports.add(await freePort());
  const all = ports.values();
  return Array.from({ length: size }, () => ({ quorum: taken(all), election: taken(all), client: taken(all) }));
}

function taken(ports: Iterator<number, undefined>): number {
  const { value } = ports.next();
  if (value === undefined) throw new Error('there are three ports for each member');
  return value;
}
