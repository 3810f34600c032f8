/** What `diff` compares: a subtree of the session's server, one of another server, or an export file. */
export type Side =
  | { readonly type: 'path'; readonly name: string; readonly path: string }
  | { readonly type: 'server'; readonly name: string; readonly servers: string; readonly path: string }
  | { readonly type: 'file'; readonly name: string };

const SCHEME = /^(?:zks?|dns-srv):\/\//u;
const SERVERS = /^(?:[^/,\s]+:\d+)(?:,[^/,\s]+)*(?:\/|$)/u;

/**
 * What a word of the command line means: `/app` a path, `h1:2181,h2:2181/app` (or with `zk://` in front) a path of another
 * ensemble, `file:…` and all else a file.
 */
export function sideOf(word: string): Side {
  if (word.startsWith('file:')) return { type: 'file', name: word.slice('file:'.length) };
  if (word.startsWith('/')) return { type: 'path', name: word, path: word };
  const scheme = SCHEME.exec(word)?.[0] ?? '';
  if (scheme === '' && !SERVERS.test(word)) return { type: 'file', name: word };
  const slash = word.indexOf('/', scheme.length);
  if (slash < 0) return { type: 'server', name: `${word}/`, servers: word, path: '/' };
  return { type: 'server', name: word, servers: word.slice(0, slash), path: word.slice(slash) };
}
