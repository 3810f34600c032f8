import type { Acl, Operations } from '@zookit/client';
import type { ExportedNode } from '../export-file/exported-node.ts';
import { ShellError } from '../failure/shell-error.ts';
import { isEphemeral } from '../subtree/is-ephemeral.ts';
import { isWithin, relativePath } from '../subtree/paths.ts';
import { readSubtree } from '../subtree/read-subtree.ts';

/** The server's own subtree. */
export const OF_SERVER = '/zookeeper';

/** What is exported. */
export interface ExportOptions {
  readonly withEphemerals: boolean;
  /** Whether what may not be read is left out, with what lies below it, in place of a failure. */
  readonly skipsDenied: boolean;
  readonly signal: AbortSignal;
  /** Told what is left out, and what is not as it seems. */
  readonly note: (text: string) => void;
}

/**
 * The znodes of a subtree, as they are exported. The server's own, below `/zookeeper`, are left out unless `top` is there.
 * Rejects with {@link ShellError} for a znode that may not be read, unless these are skipped.
 */
export async function* exportedNodes(
  client: Operations,
  top: string,
  { withEphemerals, skipsDenied, signal, note }: ExportOptions,
): AsyncGenerator<ExportedNode, void, undefined> {
  const except = isWithin(OF_SERVER, top) ? undefined : (path: string): boolean => path === OF_SERVER;
  const read = { withData: true, withAcls: true, signal, ...(except && { except }) };
  let maskedCount = 0;
  for await (const { path, stat, data, acl, isDenied } of readSubtree(client, top, read)) {
    const kind = isEphemeral(stat) ? 'ephemeral' : 'persistent';
    if (kind === 'ephemeral' && !withEphemerals) continue;
    if (isDenied) {
      if (!skipsDenied) throw deniedFailure(path);
      note(`${path} may not be read: it is left out, with what lies below it.`);
      continue;
    }
    if (acl?.some(isMasked) === true) maskedCount++;
    yield { path: relativePath(top, path), data: data ?? null, acl: acl ?? [], kind, ttlMs: undefined };
  }
  if (maskedCount > 0) {
    note(
      `The ACLs of ${maskedCount} znodes have no hashes: the server shows these to those only who have the right to change the ACL.`,
    );
  }
}

/** Source: `FinalRequestProcessor`, which puts an `x` in place of the hash. */
function isMasked({ id }: Acl): boolean {
  return id.scheme === 'digest' && id.id?.endsWith(':x') === true;
}

function deniedFailure(path: string): ShellError {
  return new ShellError(
    `${path} may not be read. Authenticate, with -auth or addauth, as one who may; or leave such znodes out, with --skip-denied.`,
  );
}
