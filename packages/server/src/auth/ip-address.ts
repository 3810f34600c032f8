import { isIPv4, isIPv6 } from 'node:net';

const MAPPED_IPV4 = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

/** The bytes of an address: 4 for IPv4, 16 for IPv6; undefined when `text` is none. */
export function parseAddress(text: string): Uint8Array | undefined {
  if (isIPv4(text)) return Uint8Array.from(text.split('.'), Number);
  if (isIPv6(text) && !text.includes('.') && !text.includes('%')) return parseIpv6(text);
  return undefined;
}

/**
 * An address as Java prints it, which is how ACLs of the `ip` scheme and logs name it: IPv6 in eight groups without
 * leading zeros, and a mapped IPv4 address as plain IPv4.
 */
export function formatAddress(text: string): string {
  const mapped = MAPPED_IPV4.exec(text)?.[1];
  if (mapped !== undefined) return mapped;
  const [address = '', zone] = text.split('%', 2);
  const bytes = parseAddress(address);
  if (bytes?.length !== 16) return text;
  const view = new DataView(bytes.buffer);
  const groups = Array.from({ length: 8 }, (_, index) => view.getUint16(2 * index).toString(16));
  return groups.join(':') + (zone === undefined ? '' : `%${zone}`);
}

/** An address with the number of its leading bits that count. */
export interface Subnet {
  readonly address: Uint8Array;
  readonly bits: number;
}

/** `10.0.0.0/8`, or an address alone, of which all bits count; undefined when `text` is neither. */
export function parseSubnet(text: string): Subnet | undefined {
  const [addressText = '', bitsText, rest] = text.split('/', 3);
  const address = parseAddress(addressText);
  if (address === undefined || rest !== undefined) return undefined;
  const bitsMax = 8 * address.length;
  if (bitsText === undefined) return { address, bits: bitsMax };
  if (!/^\d{1,3}$/.test(bitsText) || Number(bitsText) > bitsMax) return undefined;
  return { address, bits: Number(bitsText) };
}

/** Whether `address` lies in `subnet`. Addresses of different families never do. */
export function isInSubnet(address: Uint8Array, subnet: Subnet): boolean {
  if (address.length !== subnet.address.length) return false;
  const whole = subnet.bits >> 3;
  for (let index = 0; index < whole; index++) {
    if (address[index] !== subnet.address[index]) return false;
  }
  const mask = (0xff00 >> (subnet.bits & 7)) & 0xff;
  return mask === 0 || ((address[whole] ?? 0) & mask) === ((subnet.address[whole] ?? 0) & mask);
}

function parseIpv6(text: string): Uint8Array {
  const [head = '', tail] = text.split('::', 2);
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = Array.from({ length: 8 - left.length - right.length }, () => '0');
  const bytes = new Uint8Array(16);
  const view = new DataView(bytes.buffer);
  [...left, ...zeros, ...right].forEach((group, index) => {
    view.setUint16(2 * index, Number.parseInt(group, 16));
  });
  return bytes;
}
