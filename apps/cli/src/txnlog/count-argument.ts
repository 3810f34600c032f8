import { InvalidArgumentError } from 'commander';

/** Reads a number of the command line: whole, and not below `min`. */
export function parseCount(text: string, min = 0): number {
  const value = /^\d{1,15}$/u.test(text) ? Number(text) : NaN;
  if (!(value >= min)) throw new InvalidArgumentError(`A whole number from ${min} on is wanted.`);
  return value;
}
