import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ConnectStringError, formatEndpoint, parseConnectString, parseEndpoint } from '../../src/index.ts';

const host = fc.oneof(fc.domain(), fc.ipV4(), fc.ipV6(), fc.stringMatching(/^[a-z\d_]([a-z\d_-]{0,10}[a-z\d_])?$/));
const endpoint = fc.record({ host, port: fc.integer({ min: 1, max: 65_535 }) });
const chroot = fc
  .array(fc.stringMatching(/^[a-z\d_-]{1,8}$/), { minLength: 1, maxLength: 4 })
  .map((n) => `/${n.join('/')}`);

test('what is written of endpoints and a chroot is read back', () => {
  const parts = fc.record({
    scheme: fc.constantFrom('', 'zk://', 'zks://', 'ZKS://'),
    servers: fc.array(endpoint, { minLength: 1, maxLength: 5 }),
    chroot: fc.option(chroot, { nil: undefined }),
    separator: fc.constantFrom(',', ', ', ' , ', ',,'),
  });
  fc.assert(
    fc.property(parts, ({ scheme, servers, chroot: root, separator }) => {
      const text = scheme + servers.map(formatEndpoint).join(separator) + (root ?? '');
      expect(parseConnectString(text)).toEqual({ servers, chroot: root, isTls: /^zks/i.test(scheme) });
    }),
  );
});

test('whatever the text is, it is read or refused with a ConnectStringError', () => {
  const pieces = fc.constantFrom(
    'h',
    ':',
    '2181',
    '/',
    ',',
    '[',
    ']',
    '::1',
    ' ',
    'zk',
    'dns-srv',
    '://',
    '@',
    '\0',
    '-1',
  );
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(pieces).map((list) => list.join('')),
  );
  fc.assert(
    fc.property(text, (input) => {
      try {
        const { servers } = parseConnectString(input);
        if ('srvName' in servers) expect(servers.srvName).not.toBe('');
        else for (const server of servers) expect(parseEndpoint(formatEndpoint(server))).toEqual(server);
      } catch (error) {
        expect(error).toBeInstanceOf(ConnectStringError);
      }
    }),
    { numRuns: 1000 },
  );
});

test.for([
  ['h1', [{ host: 'h1', port: 2181 }], undefined],
  ['h1:', [{ host: 'h1', port: 2181 }], undefined],
  [
    ' h1:1 ,, h2:2, ',
    [
      { host: 'h1', port: 1 },
      { host: 'h2', port: 2 },
    ],
    undefined,
  ],
  ['[::1]', [{ host: '::1', port: 2181 }], undefined],
  ['[fe80::1%eth0]:7/a', [{ host: 'fe80::1%eth0', port: 7 }], '/a'],
  ['h1/', [{ host: 'h1', port: 2181 }], undefined],
  ['zk://h1:1/app/x', [{ host: 'h1', port: 1 }], '/app/x'],
  ['dns-srv://_zookeeper._tcp.example.org/a', { srvName: '_zookeeper._tcp.example.org' }, '/a'],
] as const)('%j is understood', ([text, servers, root]) => {
  expect(parseConnectString(text)).toEqual({ servers, chroot: root, isTls: false });
});

test.for([
  ['', 'names no server'],
  [' , ', 'names no server'],
  ['/app', 'names no server'],
  ['h1:99999', 'has the port "99999"; a port is a number from 1 to 65535'],
  ['h1:0', 'has the port "0"'],
  ['h1:zk', 'has the port "zk"'],
  [':2181', 'has no host; write "host:2181"'],
  ['::1', 'an IPv6 address stands in brackets'],
  ['[::1', 'has a "[" without "]"'],
  ['[h1]:2181', 'has no IPv6 address in brackets'],
  ['[::1]2181', 'has no ":" behind "]"; write "[::1]:2181"'],
  ['h1:2181 h2:2181', 'has more than one ":"'],
  ['h1 h2', 'has a space inside; separate servers by ","'],
  ['h1;h2', 'has ";" in the name of a host; write "host:2181", servers separated by ","'],
  ['bob@h1', 'give credentials as the option `auth`'],
  ['http://h1', 'has an unknown scheme; use "zk://", "zks://" (TLS), "dns-srv://", or none'],
  ['h1:1/a,h2:2/a', 'has a server behind the chroot; write the chroot once'],
  ['h1/app/', 'ends with "/", which a chroot must not'],
  ['h1//app', 'contains an empty name'],
  ['dns-srv://', 'has no name'],
  ['dns-srv://h1:2181', 'has "h1:2181" for a name; write one name'],
] as const)('%j is refused: it %s', ([text, message]) => {
  expect(() => parseConnectString(text)).toThrow(ConnectStringError);
  expect(() => parseConnectString(text)).toThrow(message);
});
