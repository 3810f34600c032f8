import type { JuteWriter } from '@zookit/jute';
import { acl, statPersisted } from '@zookit/protocol';
import type { DataTree } from '../../src/index.ts';

/**
 * Writes the sections of a snapshot in the order of Apache's server: from the root downwards, each znode as it is when its
 * turn comes, with its children of that moment. Here transactions may be applied after each part.
 */
export function* serializeAsApache(tree: DataTree, writer: JuteWriter): Generator<void, void, undefined> {
  writer.int(tree.sessions.size);
  for (const [sessionId, timeoutMs] of tree.sessions) {
    writer.long(sessionId);
    writer.int(timeoutMs);
  }
  yield;
  const entries = [...tree.acls.entries()];
  writer.int(entries.length);
  for (const entry of entries) {
    writer.long(BigInt(entry.id));
    writer.vector(acl, entry.acl);
  }
  yield;
  yield* serializeBelow(tree, writer, '');
}

function* serializeBelow(tree: DataTree, writer: JuteWriter, path: string): Generator<void, void, undefined> {
  const node = tree.nodes.get(path);
  if (node === undefined) return;
  writer.string(path);
  writer.buffer(tree.nodes.dataOf(node));
  writer.long(BigInt(node.aclEntry.id));
  statPersisted.write(writer, node);
  const names = node.childNames();
  yield;
  for (const name of names) yield* serializeBelow(tree, writer, `${path}/${name}`);
}
