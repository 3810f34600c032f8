import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ConfigError } from '../../src/config/config-error.ts';
import { knownNames } from '../../src/config/known-keys.ts';
import { parseZooCfg, type ConfigReading } from '../../src/config/read-config.ts';
import { defaultConfig } from '../../src/config/server-config.ts';

const REQUIRED = 'dataDir=/data\nclientPort=2181\n';

function read(lines: string, properties: Record<string, string> = {}): ConfigReading {
  const settings = Object.entries(properties).map(([key, value]) => ({ key, value, origin: `-D${key}` }));
  return parseZooCfg(REQUIRED + lines, 'zoo.cfg', settings);
}

function refusal(text: string): ConfigError {
  try {
    parseZooCfg(text, 'zoo.cfg');
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error('the configuration was accepted');
}

function messages(reading: { notices: ConfigReading['notices'] }): string[] {
  return reading.notices.map(({ level, message }) => `${level} ${message}`);
}

test('the least configuration is a directory and a port', () => {
  const { config, notices } = read('');
  expect(config).toEqual({ ...defaultConfig, dataDir: '/data', port: 2181 });
  expect(notices).toEqual([]);
});

test("the stock zoo.cfg of Apache's releases is accepted without a word", () => {
  const stock = `# The number of milliseconds of each tick
tickTime=2000
initLimit=10
syncLimit=5
dataDir=/tmp/zookeeper
clientPort=2181
#maxClientCnxns=60
#autopurge.snapRetainCount=3
## https://prometheus.io Metrics Exporter
#metricsProvider.className=org.apache.zookeeper.metrics.prometheus.PrometheusMetricsProvider
`;
  const { config, notices } = parseZooCfg(stock, 'zoo.cfg');
  expect(config).toMatchObject({
    tickTimeMs: 2000,
    minSessionTimeoutMs: 4000,
    maxSessionTimeoutMs: 40_000,
    port: 2181,
  });
  expect(notices).toEqual([]);
});

test('what the official container image writes is a standalone server', () => {
  const { config, notices } = parseZooCfg(
    `dataDir=/data
dataLogDir=/datalog
tickTime=2000
initLimit=5
syncLimit=2
autopurge.snapRetainCount=3
autopurge.purgeInterval=0
maxClientCnxns=60
standaloneEnabled=true
admin.enableServer=true
server.1=localhost:2888:3888;2181
`,
    'zoo.cfg',
  );
  expect(config).toMatchObject({ port: 2181, host: undefined, dataLogDir: '/datalog' });
  expect(messages({ notices })).toEqual([
    'warn zoo.cfg:10: admin.enableServer is accepted but has no effect: this release has no admin server.',
    'info zoo.cfg:11: only one server is listed: it runs as a standalone server.',
  ]);
});

describe('a system property', () => {
  test('counts where the file says nothing', () => {
    const { config } = read('', { 'zookeeper.maxCnxns': '7', 'jute.maxbuffer': '4096', 'zookeeper.skipACL': 'yes' });
    expect(config).toMatchObject({ connectionsMax: 7, frameMaxBytes: 4096, skipAcl: true });
  });

  test('gives way to the file', () => {
    const reading = read('maxCnxns=8', { 'zookeeper.maxCnxns': '7' });
    expect(reading.config.connectionsMax).toBe(8);
    expect(messages(reading)).toEqual([
      'warn zoo.cfg:3: maxCnxns is given twice: this one counts, -Dzookeeper.maxCnxns does not.',
    ]);
  });

  test('does not reach keys that only the file has', () => {
    expect(read('', { 'zookeeper.tickTime': '1' }).config.tickTimeMs).toBe(3000);
  });

  test('of somebody else is passed over', () => {
    expect(read('', { 'file.encoding': 'UTF-8', 'log4j.debug': 'true' }).notices).toEqual([]);
  });

  test('that is nearly ours is asked about', () => {
    expect(messages(read('', { 'zookeeper.maxCnxn': '7' }))).toEqual([
      'info -Dzookeeper.maxCnxn: zookeeper.maxCnxn is no key that this release knows; it has no effect. ' +
        'Did you mean zookeeper.maxCnxns?',
    ]);
  });

  test('may stand in the file by its full name, which is said', () => {
    const reading = read('zookeeper.maxCnxns=7\njute.maxbuffer=4096');
    expect(reading.config).toMatchObject({ connectionsMax: 7, frameMaxBytes: 4096 });
    expect(messages(reading)).toEqual([
      'info zoo.cfg:3: zookeeper.maxCnxns is read here; Apache ZooKeeper reads it on the command line only.',
      'info zoo.cfg:4: jute.maxbuffer is read here; Apache ZooKeeper reads it on the command line only.',
    ]);
  });
});

describe('an unknown key', () => {
  test('is accepted, and its value is not shown', () => {
    const reading = read('requireClientAuthScheme=sasl\nmyPassword=hunter2');
    expect(messages(reading)).toEqual([
      'info zoo.cfg:3: requireClientAuthScheme is no key that this release knows; it has no effect.',
      'info zoo.cfg:4: myPassword is no key that this release knows; it has no effect.',
    ]);
  });

  test.for([
    ['ClientPort', 'clientPort'],
    ['tickTme', 'tickTime'],
    ['maxClientCnxn', 'maxClientCnxns'],
    ['4lw.command.whitelist', '4lw.commands.whitelist'],
    ['jute.maxBuffer', 'jute.maxbuffer'],
    ['syncLimits', 'syncLimit'],
  ])('%s is asked about: %s?', ([written, meant]) => {
    expect(messages(read(`${written}=1`))[0]).toContain(`Did you mean ${meant}?`);
  });

  test('is told also when the one that it should have been is missing', () => {
    const error = refusal('dataDir=/data\nclientPrt=2181');
    expect(error.message).toBe(
      'zoo.cfg: clientPort is not set, so no client could connect. Add a line such as clientPort=2181.',
    );
    expect(messages(error)[0]).toContain('Did you mean clientPort?');
  });
});

test('a key given twice counts the second time, and both lines are named', () => {
  const reading = read('tickTime=1000\ntickTime=2000');
  expect(reading.config.tickTimeMs).toBe(2000);
  expect(messages(reading)).toEqual(['warn zoo.cfg:4: tickTime is given twice: this one counts, zoo.cfg:3 does not.']);
});

test('every problem is named, one line each, in the order of the file', () => {
  const error = refusal('tickTime=2000 # ms\ndataDir=\nclientPort=99999\nlocalSessionsEnabled=yes\nmaxCnxns=many');
  expect(error.message.split('\n')).toEqual([
    'zoo.cfg:1: tickTime=2000 # ms: For input string: "2000 # ms". Write a whole number of milliseconds from 1, or ' +
      'remove the line for the default: 3000. A comment needs a line of its own.',
    'zoo.cfg:2: dataDir=: the value is empty. Write a directory.',
    'zoo.cfg:3: clientPort=99999: port out of range:99999. Write a port from 0 to 65535.',
    "zoo.cfg:4: localSessionsEnabled=yes: Invalid option yes for localSessionsEnabled. Choose 'true' or 'false.' " +
      'Write true or false, or remove the line.',
  ]);
  expect(messages(error)).toEqual(['warn zoo.cfg:5: maxCnxns=many is not a whole number; the default counts: 0.']);
});

describe("Apache's words are kept for what it refuses", () => {
  test.for<[string, string]>([
    ['clientPort=2181', 'dataDir is not set'],
    [`${REQUIRED}tickTime=0`, 'tickTime is not set'],
    [`${REQUIRED}tickTime=abc`, 'For input string: "abc"'],
    [`${REQUIRED}reconfigEnabled=yes`, "Invalid option yes for reconfigEnabled. Choose 'true' or 'false.'"],
    [
      `${REQUIRED}minSessionTimeout=50000\nmaxSessionTimeout=40000`,
      'minSessionTimeout must not be larger than maxSessionTimeout',
    ],
    [`${REQUIRED}minSessionTimeout=90000`, 'minSessionTimeout must not be larger than maxSessionTimeout'],
    ['dataDir=/d\nclientPort=99999', 'port out of range:99999'],
    ['dataDir=/d\nclientPort=-1', 'port out of range:-1'],
    ['dataDir=/d\nclientPortAddress=localhost', 'clientPortAddress is set but clientPort is not set'],
    [`${REQUIRED}secureClientPortAddress=localhost`, 'secureClientPortAddress is set but secureClientPort is not set'],
    [`${REQUIRED}metricsProvider.className=com.example.Mine`, 'metrics provider class was not found'],
    [`${REQUIRED}electionAlg=0`, 'Invalid electionAlg value. Only 3 is supported.'],
    [`${REQUIRED}peerType=boss`, 'Unrecognised peertype: boss'],
    [`${REQUIRED}autopurge.purgeInterval=5x`, 'Illegal time interval suffix: 5x'],
    [`${REQUIRED}standaloneEnabled=false`, 'standaloneEnabled = false then number of participants should be >0'],
    [
      `${REQUIRED}quorum.auth.serverRequireSasl=true`,
      'quorum.auth.enableSasl is disabled, so cannot enable quorum.auth.serverRequireSasl',
    ],
    [
      `${REQUIRED}quorum.auth.enableSasl=true\nquorum.auth.serverRequireSasl=true`,
      'quorum.auth.learnerRequireSasl is disabled, so cannot enable quorum.auth.serverRequireSasl',
    ],
    [
      `${REQUIRED}enforce.auth.enabled=true`,
      'zookeeper.enforce.auth.enabled is true zookeeper.enforce.auth.schemes must be  configured.',
    ],
    [
      `${REQUIRED}enforce.auth.enabled=true\nenforce.auth.schemes=digest,foo`,
      'Authentication scheme foo is not available.',
    ],
  ])('%j', ([text, words]) => {
    expect(refusal(text).message).toContain(words);
  });
});

test('a server that cannot insist on SASL does not start instead of letting everybody in', () => {
  expect(refusal(`${REQUIRED}sessionRequireClientSASLAuth=true`).message).toMatch(/^zoo\.cfg:3: .*no SASL/u);
  expect(read('sessionRequireClientSASLAuth=false').notices).toEqual([]);
});

describe('four-letter words', () => {
  test.for<[string, ReadonlySet<string> | '*']>([
    ['', new Set(['srvr'])],
    ['4lw.commands.whitelist=', new Set(['srvr'])],
    ['4lw.commands.whitelist=ruok', new Set(['srvr', 'ruok'])],
    ['4lw.commands.whitelist=srvr, mntr ,ruok', new Set(['srvr', 'mntr', 'ruok'])],
    ['4lw.commands.whitelist=*', '*'],
    ['4lw.commands.whitelist= ruok , * ', '*'],
    ['readonlymode.enabled=true', new Set(['srvr', 'isro'])],
    ['readonlymode.enabled=true\n4lw.commands.whitelist=ruok', new Set(['srvr', 'ruok', 'isro'])],
  ])('%j', ([lines, words]) => {
    expect(read(lines).config.fourLetterWords).toEqual(words);
  });
});

describe('a key that has no effect', () => {
  test('is told with the reason', () => {
    expect(
      messages(read('secureClientPort=2281\ncommitLogCount=1000\nauthProvider.sasl=a.SASLAuthenticationProvider')),
    ).toEqual([
      'warn zoo.cfg:3: secureClientPort is accepted but has no effect: this release opens no TLS port.',
      'warn zoo.cfg:4: commitLogCount is accepted but has no effect: this release has no use for it.',
      'warn zoo.cfg:5: authProvider.sasl is accepted but has no effect: of the authentication schemes this release has ' +
        'digest and ip.',
    ]);
  });

  test('is not told when it asks for nothing else than what is done', () => {
    const quiet = `autopurge.purgeInterval=0
admin.enableServer=false
sslQuorum=false
fips-mode=true
audit.enable=false
authProvider.1=org.apache.zookeeper.server.auth.DigestAuthenticationProvider
metricsProvider.className=org.apache.zookeeper.metrics.impl.DefaultMetricsProvider
serverCnxnFactory=org.apache.zookeeper.server.NettyServerCnxnFactory
initLimit=10
fastleader.maxNotificationInterval=1000`;
    expect(read(quiet).notices).toEqual([]);
  });

  test('is checked where Apache checks it', () => {
    expect(refusal(`${REQUIRED}initLimit=ten`).message).toContain('For input string: "ten"');
  });
});

test.for(['super:not a hash', 'hunter2'])('the super digest %j is not shown', (secret) => {
  const reading = read(`DigestAuthenticationProvider.superDigest=${secret}\nssl.keyStore.password=${secret}`);
  expect(reading.notices).toHaveLength(2);
  expect(JSON.stringify(reading.notices)).not.toContain(secret);
  expect(reading.config.digestAuth.superDigest).toBeUndefined();
});

describe('directories', () => {
  test('may have a name of one letter', () => {
    expect(parseZooCfg('dataDir=x\nclientPort=1', 'zoo.cfg').config.dataDir).toBe('x');
  });

  test('are warned about when they depend on where the server is started by accident', () => {
    const { notices } = parseZooCfg('dataDir=data\ndataLogDir=./log\nclientPort=1', 'zoo.cfg');
    expect(messages({ notices })).toEqual([
      'warn zoo.cfg:1: dataDir=data is relative to where the server is started. Write ./data if that is what you mean.',
    ]);
  });
});

test('a tick whose multiples would not fit into the protocol is accepted; the timeouts stop at what fits', () => {
  expect(read('tickTime=2147483647').config).toMatchObject({
    minSessionTimeoutMs: 2 ** 31 - 1,
    maxSessionTimeoutMs: 2 ** 31 - 1,
  });
});

test('a byte order mark, Windows line ends and blanks at the end do no harm', () => {
  const text = '\uFEFFtickTime=2000  \r\ndataDir=/data\t\r\nclientPort = 2181 \r\n4lw.commands.whitelist=ruok \r\n';
  const { config, notices } = parseZooCfg(text, 'zoo.cfg');
  expect(config).toMatchObject({
    tickTimeMs: 2000,
    dataDir: '/data',
    port: 2181,
    fourLetterWords: new Set(['srvr', 'ruok']),
  });
  expect(notices).toEqual([]);
});

test('whatever the keys say, there is a configuration or a refusal, every line of which names its place', () => {
  const key = fc.constantFrom(...knownNames(), 'server.1', 'server.2', 'ssl.keyStore.password', 'nobody.knows.it');
  const numbers = fc.oneof(fc.integer(), fc.bigInt(), fc.double()).map(String);
  const word = fc.constantFrom('', 'true', 'false', 'yes', 'no', '*', '/data', 'a:1:2', 'a:1:2:observer', 'a:1:2;2181');
  const setting = fc.tuple(key, fc.oneof(numbers, word, fc.string({ unit: 'grapheme-ascii' })));
  fc.assert(
    fc.property(fc.array(setting), (settings) => {
      const text = settings.map(([name, value]) => `${name}=${value.replaceAll('\\', '')}`).join('\n');
      for (const line of linesOf(text)) expect(line).toMatch(/^zoo\.cfg(?::\d+)?: \S/u);
    }),
  );
});

function linesOf(text: string): string[] {
  try {
    const { config, notices } = parseZooCfg(text, 'zoo.cfg');
    expect(config.minSessionTimeoutMs).toBeLessThanOrEqual(config.maxSessionTimeoutMs);
    return notices.map(({ message }) => message);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return [...error.message.split('\n'), ...error.notices.map(({ message }) => message)];
  }
}
