import { assertPath, BadVersionError, Permission, type Writes } from '@zookit/protocol';
import { succeeded, type TransactionOf } from '../transaction.ts';
import { isExpectedVersion, nextVersion } from '../versions.ts';

/** Makes a multi depend on the version of a znode. Changes nothing. */
export const check: TransactionOf<Writes['check']> = {
  prepare(view, { path, version }) {
    assertPath(path);
    const node = view.get(path);
    view.assertAllowed(node, Permission.READ, path);
    if (!isExpectedVersion(version, node.version)) throw new BadVersionError(path);
    return { path, version: nextVersion(node.version) };
  },

  apply: () => succeeded(undefined),
};
