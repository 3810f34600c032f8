import type { Acl } from '@zookit/client';
import { ShellError } from '../failure/shell-error.ts';

const GRAMMAR =
  'An ACL is scheme:id:permissions, several of them joined by commas, as in world:anyone:r,auth::cdrwa. ' +
  'Permissions are letters of cdrwa.';

/** Reads an ACL. Throws {@link ShellError} with Apache's words and the grammar. Source: `AclParser`. */
export async function parseAcl(text: string): Promise<readonly Acl[]> {
  const { acl } = await import('@zookit/client');
  try {
    return acl.parse(text);
  } catch (error) {
    throw new ShellError(`${complaintAbout(text)}\nAcl is not valid : null\n${GRAMMAR}`, { cause: error });
  }
}

function complaintAbout(text: string): string {
  for (const entry of text.split(',')) {
    const permissions = /^[^:]+:.*:([^:]*)$/su.exec(entry)?.[1];
    if (permissions === undefined) return `${entry} does not have the form scheme:id:perm`;
    const wrong = /[^cdrwa]/u.exec(permissions.trim())?.[0];
    if (wrong !== undefined) return `Unknown perm type: ${wrong}`;
  }
  return `${text} does not have the form scheme:id:perm`;
}
