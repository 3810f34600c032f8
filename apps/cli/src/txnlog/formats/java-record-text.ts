import type { Acl } from '@zookit/protocol';

const ESCAPED = /[\0\n\r,}%]/gu;

const escapes: Readonly<Record<string, string>> = {
  '\0': '%00',
  '\n': '%0A',
  '\r': '%0D',
  ',': '%2C',
  '}': '%7D',
  '%': '%25',
};

/** A string in the text that Apache's records have. Source: `org.apache.jute.Utils`. */
export function stringText(value: string | null): string {
  if (value === null) return '';
  return `'${value.replace(ESCAPED, (found) => escapes[found] ?? found)}`;
}

/** A vector of records or strings, each as text. */
export function vectorText(elements: readonly string[]): string {
  return `v{${elements.join(',')}}`;
}

/** A record inside another one: its fields, each as text. */
export function recordText(...fields: readonly string[]): string {
  return `s{${fields.join(',')}}`;
}

/** An entry of an ACL inside another record. */
export function aclEntryText(entry: Acl): string {
  return recordText(...aclFields(entry));
}

/** An ACL as a Java list of records prints it: each record ends with a line end. */
export function aclListText(acl: readonly Acl[]): string {
  return `[${acl.map((entry) => `${aclFields(entry).join(',')}\n`).join(', ')}]`;
}

function aclFields({ permissions, id }: Acl): [string, string] {
  return [String(permissions), recordText(stringText(id.scheme), stringText(id.id))];
}
