import { JuteReader, JuteWriter } from '@zookit/jute';
import { acl, statPersisted } from '@zookit/protocol';
import type { TreeLoader, TreeSerializer } from '../../src/index.ts';

/** All that a serializer still has to write, in steps of so many bytes. */
export function serialized(serializer: TreeSerializer, stepBytes = 1000): Uint8Array {
  const writer = new JuteWriter();
  while (serializer.next(writer, stepBytes));
  return writer.copy();
}

/** Hands over the sections of a snapshot: sessions, lists of ACLs, znodes. What they are ranges of is wiped out then. */
export function loadSections(loader: TreeLoader, sections: Uint8Array): void {
  const bytes = new Uint8Array(sections);
  const reader = new JuteReader(bytes);
  for (let left = reader.int(); left > 0; left--) loader.addSession(reader.long(), reader.int());
  for (let left = reader.int(); left > 0; left--) loader.addAcl(reader.long(), reader.vector(acl));
  while (reader.remaining > 0) {
    loader.addNode(reader.string(), reader.bufferOrNull(), reader.long(), statPersisted.read(reader));
  }
  bytes.fill(0xff);
}
