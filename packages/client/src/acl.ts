import { createHash } from 'node:crypto';
import { type Acl, creatorAllAcl, openAclUnsafe, Permission, readAclUnsafe } from '@zookit/protocol';
import { nameOf } from './option-rules.ts';

/** The letters of the permissions, in the order in which Apache's shell prints them. */
const LETTERS = [
  ['c', Permission.CREATE],
  ['d', Permission.DELETE],
  ['r', Permission.READ],
  ['w', Permission.WRITE],
  ['a', Permission.ADMIN],
] as const;

const ENTRY = /^([^:,\s]+):(.*):([a-z]*)$/su;

/** Ready-made ACLs, and ACLs as text. */
export interface AclHelpers {
  /** Everybody may do everything. */
  readonly open: readonly Acl[];
  /** Everybody may read. */
  readonly readOnly: readonly Acl[];
  /** Who is authenticated on the connection that creates the znode may do everything, others nothing. */
  readonly creatorAll: readonly Acl[];
  /** An entry for who authenticates by `digest` with this name and password. Default: all permissions. */
  digest(user: string, password: string, permissions?: string): Acl;
  /** Reads `world:anyone:r,digest:bob:…=:cdrwa`, as Apache's shell takes it. Throws `TypeError`. */
  parse(text: string): Acl[];
  /** Writes what {@link AclHelpers.parse} reads. Bits that are no permission are left out. */
  format(entries: readonly Acl[]): string;
}

/** Ready-made ACLs, and ACLs as text. */
export const acl: AclHelpers = {
  open: openAclUnsafe,
  readOnly: readAclUnsafe,
  creatorAll: creatorAllAcl,
  digest: digestAcl,
  parse: parseAcl,
  format: (entries) => entries.map(formatEntry).join(','),
};

/** Source: `DigestAuthenticationProvider.generateDigest`. */
function digestAcl(user: string, password: string, permissions = 'cdrwa'): Acl {
  if (typeof user !== 'string') throw new TypeError(`a user's name must be a string, not ${nameOf(user)}`);
  if (typeof password !== 'string') throw new TypeError('a password must be a string');
  if (user === '' || user.includes(':')) throw new TypeError(`a user's name is not empty and has no ":": "${user}"`);
  const hash = createHash('sha1').update(`${user}:${password}`).digest('base64');
  return { permissions: parsePermissions(permissions), id: { scheme: 'digest', id: `${user}:${hash}` } };
}

/** Ids may have commas, as the names of certificates do: a piece that ends without permissions goes on behind its comma. */
function parseAcl(text: string): Acl[] {
  if (typeof text !== 'string') throw new TypeError(`an ACL as text must be a string, not ${nameOf(text)}`);
  const entries: Acl[] = [];
  let open = '';
  for (const piece of text.split(',')) {
    open = open === '' ? piece.trimStart() : `${open},${piece}`;
    const match = ENTRY.exec(open.trimEnd());
    if (match === null) continue;
    const [, scheme = '', id = '', permissions = ''] = match;
    entries.push({ permissions: parsePermissions(permissions), id: { scheme, id } });
    open = '';
  }
  if (open !== '' || entries.length === 0) {
    throw new TypeError(`"${open}" is no entry of an ACL; write scheme:id:permissions, as in "world:anyone:cdrwa"`);
  }
  return entries;
}

function parsePermissions(text: string): number {
  if (typeof text !== 'string') throw new TypeError(`permissions must be a string, not ${nameOf(text)}`);
  let permissions = 0;
  for (const letter of text) {
    const bit = LETTERS.find(([name]) => name === letter)?.[1];
    if (bit === undefined) throw new TypeError(`"${letter}" is no permission; permissions are letters of "cdrwa"`);
    permissions |= bit;
  }
  return permissions;
}

function formatEntry({ permissions, id }: Acl): string {
  const letters = LETTERS.filter(([, bit]) => (permissions & bit) !== 0).map(([letter]) => letter);
  return `${id.scheme}:${id.id ?? ''}:${letters.join('')}`;
}
