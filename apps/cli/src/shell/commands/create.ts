import type { CreateOptions } from '@zookit/client';
import type { Command } from '../command.ts';
import { checkPath } from '../failure/path-failure.ts';
import { ShellError } from '../failure/shell-error.ts';
import { statValue } from '../output/stat-lines.ts';
import type { ParsedWords } from '../words/parsed-words.ts';
import { parseAcl } from './acl-argument.ts';
import { integerOf } from './number-argument.ts';

/** Source: `EphemeralType.TTL`, which has 40 bits for it. */
const TTL_MAX_MS = 0xff_ffff_ffff;

/** `create`, which creates a znode. */
export const create: Command = {
  name: 'create',
  usage: '[-s] [-e] [-c] [-t ttl] path [data] [acl]',
  summary: 'Creates a znode.',
  details: `
Without data the znode has none, which "get" shows as null. An ACL is scheme:id:permissions, several of them joined by commas;
the permissions are letters of cdrwa: create, delete, read, write, admin. Default: world:anyone:cdrwa.`,
  examples: ['create /app "some data"', 'create -e -s /app/member- me', 'create /app/secret data auth::cdrwa'],
  options: [
    { name: 's', description: 'Append a number to the path' },
    { name: 'e', description: 'An ephemeral znode, which goes with the session' },
    { name: 'c', description: 'A container, which goes some time after its last child' },
    {
      name: 't',
      value: 'ttl',
      description: 'A znode that goes when it was not changed for so many ms and has no children',
    },
  ],
  words: [
    { name: 'path', kind: 'path', isUnchecked: true },
    { name: 'data', kind: 'text', isOptional: true },
    { name: 'acl', kind: 'text', isOptional: true },
  ],
  async run({ client, output, signal }, given) {
    const [path = '', data, aclText] = given.words;
    const kind = kindOf(given);
    const acl = aclText === undefined ? undefined : await parseAcl(aclText);
    // A number makes a path of what ends with a slash, too.
    checkPath(given.has('s') ? `${path}1` : path);
    const created = await client.create(path, data ?? null, { ...kind, acl, protect: false, signal });
    if (output.format === 'json') return output.json({ path: created.path, stat: statValue(created.stat) });
    output.note(`Created ${created.path}`);
  },
};

function kindOf(given: ParsedWords): CreateOptions {
  const sequential = given.has('s');
  if (given.has('c')) {
    if (sequential || given.has('e')) {
      throw new ShellError('-c cannot be combined with -s or -e. Containers cannot be ephemeral or sequential.');
    }
    if (given.has('t')) throw new ShellError('TTLs cannot be used with Container znodes');
    return { kind: 'container' };
  }
  const ttl = given.value('t');
  if (ttl === undefined) return { kind: given.has('e') ? 'ephemeral' : 'persistent', sequential };
  const ttlMs = integerOf(ttl, '-t argument must be a long value');
  if (given.has('e')) throw new ShellError('TTLs cannot be used with Ephemeral znodes');
  if (ttlMs > 0 && ttlMs <= TTL_MAX_MS) return { kind: 'ttl', ttlMs, sequential };
  throw new ShellError(`ttl must be positive and cannot be larger than: ${TTL_MAX_MS}`);
}
