import { expect, test } from 'vitest';
import { formatAddress, isInSubnet, parseAddress, parseSubnet } from '../../src/auth/ip-address.ts';

test.for([
  ['10.1.2.3', '10.1.2.3'],
  ['::ffff:10.1.2.3', '10.1.2.3'],
  ['::1', '0:0:0:0:0:0:0:1'],
  ['2001:db8::ab:0:1', '2001:db8:0:0:0:ab:0:1'],
  ['fe80::1%eth0', 'fe80:0:0:0:0:0:0:1%eth0'],
  ['::', '0:0:0:0:0:0:0:0'],
  ['not an address', 'not an address'],
])('%s is shown as %s', ([text = '', shown]) => {
  expect(formatAddress(text)).toBe(shown);
});

test.for(['', '1.2.3', '1.2.3.4.5', '256.1.1.1', '::1::', 'g::', '::ffff:1.2.3.4', 'fe80::1%eth0', '1.2.3.4 '])(
  '%j is no address that an ACL may name',
  (text) => {
    expect(parseAddress(text)).toBeUndefined();
  },
);

test.for(['10.0.0.0/', '10.0.0.0/33', '10.0.0.0/-1', '10.0.0.0/8/8', '::1/129', '::1/1e1', '/8', '10.0.0.0/0x8'])(
  '%j is no network',
  (text) => {
    expect(parseSubnet(text)).toBeUndefined();
  },
);

test.for<[string, string, boolean]>([
  ['10.255.0.1', '10.0.0.0/8', true],
  ['11.0.0.1', '10.0.0.0/8', false],
  ['192.168.1.130', '192.168.1.128/25', true],
  ['192.168.1.127', '192.168.1.128/25', false],
  ['1.2.3.4', '9.9.9.9/0', true],
  ['2001:db8::1', '2001:db8::/32', true],
  ['2001:db9::1', '2001:db8::/32', false],
  ['2001:db8:8000::', '2001:db8:8000::/33', true],
  ['2001:db8:7fff::', '2001:db8:8000::/33', false],
  ['10.0.0.1', '::/0', false],
])('%s lies in %s: %s', ([address, subnet, expected]) => {
  expect(isInSubnet(parseAddress(address)!, parseSubnet(subnet)!)).toBe(expected);
});
