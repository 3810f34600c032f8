import { describe, expect, test } from 'vitest';
import { ConfigError } from '../../src/config/config-error.ts';
import { parseZooCfg } from '../../src/config/read-config.ts';

function config(...lines: string[]) {
  return parseZooCfg(['dataDir=/data', ...lines].join('\n'), 'zoo.cfg').config;
}

function refusal(...lines: string[]): string {
  try {
    config(...lines);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error('the configuration was accepted');
}

describe('the only server says where clients come in', () => {
  test.for<[string, string | undefined, number]>([
    ['localhost:2888:3888;2181', undefined, 2181],
    ['localhost:2888:3888:participant;2181', undefined, 2181],
    ['localhost:2888:3888:PARTICIPANT;0.0.0.0:2181', undefined, 2181],
    ['localhost:2888:3888;127.0.0.1:2181', '127.0.0.1', 2181],
    ['[::1]:2888:3888;[::1]:2181', '::1', 2181],
    ['h:2888:3888;2181;2281', undefined, 2181],
  ])('server.1=%s', ([line, host, port]) => {
    expect(config(`server.1=${line}`)).toMatchObject({ host, port });
  });

  test('unless clientPort does, and then in the same words', () => {
    expect(config('clientPort=2181', 'server.1=h:2888:3888')).toMatchObject({ port: 2181 });
    expect(config('clientPort=2181', 'server.1=h:2888:3888;2181')).toMatchObject({ port: 2181 });
    expect(refusal('clientPort=2181', 'server.1=h:2888:3888;2182')).toMatch(
      /^zoo\.cfg:2: client address .* different|2182/u,
    );
  });

  test('unless nobody does', () => {
    expect(refusal('server.1=h:2888:3888')).toContain('clientPort is not set');
    expect(refusal('server.1=h:2888:3888;;2281')).toContain('clientPort is not set');
  });
});

describe('what is no standalone server is refused', () => {
  test('two participants', () => {
    expect(refusal('clientPort=1', 'server.1=a:1:2', 'server.2=b:1:2')).toBe(
      'zoo.cfg:3: 2 servers are listed, but ensembles are not supported by this release: list at most one server, and ' +
        'Zookit runs it as a standalone server.',
    );
  });

  test('observers', () => {
    expect(refusal('clientPort=1', 'server.1=a:1:2:observer')).toContain(
      'Observers w/o participants is an invalid configuration',
    );
    expect(refusal('clientPort=1', 'server.1=a:1:2', 'server.2=b:1:2:observer')).toContain(
      'Observers w/o quorum is an invalid configuration',
    );
  });

  test('a dynamic configuration', () => {
    expect(refusal('clientPort=1', 'dynamicConfigFile=/conf/zoo.cfg.dynamic')).toMatch(
      /^zoo\.cfg:3: dynamicConfigFile: ensembles are not supported/u,
    );
  });
});

test('a server alone without a standalone server runs as one, with a warning', () => {
  const text = 'dataDir=/data\nstandaloneEnabled=false\nserver.1=h:1:2;2181';
  expect(parseZooCfg(text, 'zoo.cfg').notices).toEqual([
    {
      level: 'warn',
      message:
        'zoo.cfg:3: only one server is listed: it runs as a standalone server in spite of standaloneEnabled=false: ' +
        'this release has no ensembles.',
    },
  ]);
});

test('a server listed twice counts once', () => {
  expect(config('server.1=a:1:2;1', 'server.1=b:1:2;2')).toMatchObject({ port: 2 });
});

describe('a malformed line is named', () => {
  test.for<[string, string]>([
    ['server.1=h', 'does not have the form server_config'],
    ['server.1=h:1', 'does not have the form server_config'],
    ['server.1=h:1:2;', 'does not have the form server_config'],
    ['server.1=h:1:2;x', 'does not have the form server_config'],
    ['server.1=h:1:2;1;2;3', 'does not have the form server_config'],
    ['server.1=:1:2', 'does not have the form server_config'],
    ['server.1=h:1:2:boss', 'Unrecognised peertype: boss'],
    ['server.1=h:1:1', 'Client and election port must be different! Please update the configuration file on server.1'],
    ['server.1=h:1:2|i:1:2', 'Multiple address feature is disabled, but multiple addresses were specified for sid 1'],
    ['server.one=h:1:2', 'the server id must be a whole number'],
  ])('%s', ([line, words]) => {
    const message = refusal('clientPort=1', line);
    expect(message).toMatch(/^zoo\.cfg:3: server\./u);
    expect(message).toContain(words);
  });

  test('several addresses are fine once they are allowed', () => {
    expect(config('multiAddress.enabled=true', 'server.1=h:1:2|i:1:2;5')).toMatchObject({ port: 5 });
  });
});
