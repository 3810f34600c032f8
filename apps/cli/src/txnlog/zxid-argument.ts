import { InvalidArgumentError } from 'commander';

const HEXADECIMAL = /^0x[0-9a-f]{1,16}$/iu;
const DECIMAL = /^(?:0|[1-9]\d{0,18})$/u;

/** Reads a zxid of the command line: `0x2e` or `46`. Apache's tool also takes octal numbers, which nobody means. */
export function parseZxid(text: string): bigint {
  if (!HEXADECIMAL.test(text) && !DECIMAL.test(text)) {
    throw new InvalidArgumentError('A zxid is written 0x2e, as tools and logs show it, or 46.');
  }
  return BigInt.asIntN(64, BigInt(text));
}
