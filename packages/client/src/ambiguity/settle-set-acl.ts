import { type Acl, reads, type SetACLRequest, type SetACLResponse } from '@zookit/protocol';
import type { GreetingLine } from '../session/greeter.ts';
import type { LostRequest, Settled } from '../session/settle.ts';
import { unlessAbsent } from './probes.ts';
import { notExecuted, unknown } from './verdicts.ts';

/** What became of a setAcl of one version. No zxid tells when an ACL was set: only its version does. */
export async function settleSetAcl(
  lost: LostRequest<SetACLRequest>,
  line: GreetingLine,
): Promise<Settled<SetACLResponse>> {
  const { path, acl, version } = lost.request;
  const found = await unlessAbsent(line, reads.getACL, { path });
  if (found === undefined) return unknown;
  const { stat } = found;
  if (stat.aversion === version && stat.czxid <= lost.sentAfterZxid) return notExecuted;
  // A server rewrites entries of the scheme auth, and masks others from who may not administer: only equality tells.
  if (stat.aversion === version + 1 && isSameAcl(found.acl, acl)) return { type: 'done', response: { stat } };
  return unknown;
}

function isSameAcl(one: readonly Acl[] | null, other: readonly Acl[] | null): boolean {
  if (one === null || other === null) return false;
  const entries = new Set(one.map(entryOf));
  return one.length === other.length && other.every((entry) => entries.has(entryOf(entry)));
}

function entryOf({ permissions, id }: Acl): string {
  return `${permissions} ${id.scheme}:${id.id}`;
}
