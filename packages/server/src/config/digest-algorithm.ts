import { getHashes } from 'node:crypto';
import type { ValueKind } from './value-kind.ts';

/** A hash by the name that Java gives it (`SHA1`, `SHA-256`), read as the name that `node:crypto` gives it. */
export const digestAlgorithm: ValueKind<string> = {
  allowed: 'a hash that this Node knows, such as SHA1, SHA-256 or SHA-512',
  read(text) {
    const name = text.toLowerCase();
    return [name.replace('sha-', 'sha').replace('/', '-'), name].find((candidate) => getHashes().includes(candidate));
  },
  refusal: () => 'no such hash',
};
