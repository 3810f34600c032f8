import { acl } from '@zookit/client';
import { createTwoFilesPatch } from 'diff';
import type { ExportedNode } from '../export-file/exported-node.ts';
import { textOf } from '../export-file/text-of.ts';
import { bytesText } from '../output/amounts.ts';
import { joinedPath } from '../subtree/paths.ts';
import type { Difference, DifferentPart } from './difference.ts';

/** What the two subtrees are called: `/app`, `h2:2181/app` or `app.yaml`. */
export interface SideNames {
  readonly left: string;
  readonly right: string;
}

/** A difference for people: data that is text as a unified diff, all else as what there is on either side. */
export function differenceText(difference: Difference, names: SideNames): string {
  const { type, path } = difference;
  if (type !== 'different') {
    const side = type === 'left-only' ? names.left : names.right;
    return `Only in ${side}: ${path} (${describe(difference.node)})`;
  }
  const { left, right, parts } = difference;
  return parts.map((part) => partText(part, left, right, names)).join('\n');
}

function partText(part: DifferentPart, left: ExportedNode, right: ExportedNode, names: SideNames): string {
  switch (part) {
    case 'data':
      return dataText(left, right, names);
    case 'acl':
      return changeText('ACL', left, names, acl.format(left.acl), acl.format(right.acl));
    case 'kind':
      return changeText('Kind', left, names, kindText(left), kindText(right));
  }
}

function dataText(left: ExportedNode, right: ExportedNode, names: SideNames): string {
  const before = left.data === null ? undefined : textOf(left.data);
  const after = right.data === null ? undefined : textOf(right.data);
  if (before === undefined || after === undefined || isNoText(before + after)) {
    return changeText('Data', left, names, sizeText(left.data), sizeText(right.data));
  }
  const leftName = placeOf(names.left, left.path);
  const rightName = placeOf(names.right, right.path);
  return createTwoFilesPatch(leftName, rightName, before, after).replace(/^=+\n/u, '').trimEnd();
}

/** Control characters would do things to a terminal. */
function isNoText(text: string): boolean {
  // eslint-disable-next-line no-control-regex -- these are what is looked for
  return /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]/u.test(text);
}

function changeText(what: string, { path }: ExportedNode, names: SideNames, before: string, after: string): string {
  return `${what} of ${path}: in ${names.left} and ${names.right}\n- ${before}\n+ ${after}`;
}

/** Where a znode is, by the name of its subtree: a znode of a file is named behind a colon. */
function placeOf(side: string, path: string): string {
  const slash = side.indexOf('/');
  if (slash === 0 || /:\d+\//u.test(side)) return joinedPath(side, path);
  return `${side}:${path}`;
}

function describe(node: ExportedNode): string {
  return node.kind !== 'ephemeral' ? sizeText(node.data) : `${sizeText(node.data)}, ${kindText(node)}`;
}

function sizeText(data: Uint8Array | null): string {
  return data === null ? 'no data' : bytesText(data.length);
}

function kindText({ kind }: ExportedNode): string {
  return kind === 'ephemeral' ? kind : 'not ephemeral';
}
