import { JuteReader, JuteWriter } from '@zookit/jute';
import { acl, statPersisted, type Acl, type StatPersisted } from '@zookit/protocol';
import type { TreeLoader, TreeSerializer } from '../../src/index.ts';

/** What a snapshot holds. */
export interface Sections {
  readonly sessions: [bigint, number][];
  readonly acls: [bigint, Acl[]][];
  readonly nodes: {
    readonly path: string;
    readonly data: Uint8Array | null;
    readonly aclId: bigint;
    readonly stat: StatPersisted;
  }[];
}

/** All that a serializer still has to write, in steps of so many bytes. */
export function serialized(serializer: TreeSerializer, stepBytes = 1000): Buffer {
  const writer = new JuteWriter();
  while (serializer.next(writer, stepBytes));
  return writer.copy();
}

/** Reads what a serializer wrote. */
export function readSections(bytes: Uint8Array): Sections {
  const reader = new JuteReader(bytes);
  const sections: Sections = { sessions: [], acls: [], nodes: [] };
  for (let left = reader.int(); left > 0; left--) sections.sessions.push([reader.long(), reader.int()]);
  for (let left = reader.int(); left > 0; left--) sections.acls.push([reader.long(), reader.vector(acl)]);
  while (reader.remaining > 0) {
    sections.nodes.push({
      path: reader.string(),
      data: reader.bufferOrNull(),
      aclId: reader.long(),
      stat: statPersisted.read(reader),
    });
  }
  return sections;
}

/** Hands over what a snapshot holds, and wipes out the buffers that it was in. */
export function loadSections(loader: TreeLoader, sections: Uint8Array): void {
  const bytes = new Uint8Array(sections);
  const { sessions, acls, nodes } = readSections(bytes);
  for (const [sessionId, timeoutMs] of sessions) loader.addSession(sessionId, timeoutMs);
  for (const [aclId, list] of acls) loader.addAcl(aclId, list);
  for (const { path, data, aclId, stat } of nodes) loader.addNode(path, data, aclId, stat);
  bytes.fill(0xff);
}
