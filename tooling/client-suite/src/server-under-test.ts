/** Keys of zoo.cfg. */
export type Settings = Readonly<Record<string, string>>;

/** A server of a test, with a data directory of its own. Disposing of it removes the data. */
export interface RunningServer extends AsyncDisposable {
  /** On 127.0.0.1. The same after a restart. */
  readonly port: number;
  /** Stops serving; the data stays. */
  stop(): Promise<void>;
  /** Stops, and starts again over the same data. */
  restart(): Promise<void>;
}

/** A kind of server that the suite runs against. */
export interface ServerUnderTest {
  /** For titles: `Apache ZooKeeper 3.9.5`. */
  readonly name: string;
  /** Whose behaviour it has. */
  readonly release: '3.8' | '3.9';
  /** Starts one on a free port and an empty directory, with `suiteSettings` and these. */
  start(settings?: Settings): Promise<RunningServer>;
}

/** What every server of the suite is told: all features on, and sessions as short as a test asks for. */
export const suiteSettings: Settings = {
  tickTime: '200',
  minSessionTimeout: '400',
  maxSessionTimeout: '40000',
  maxClientCnxns: '0',
  '4lw.commands.whitelist': '*',
  extendedTypesEnabled: 'true',
  enforceQuota: 'true',
  'znode.container.checkIntervalMs': '100',
  // The user `super` with the password `admin`.
  'DigestAuthenticationProvider.superDigest': 'super:xQJmxLMiHGwaqBvst5y6rkB6HQs=',
};
