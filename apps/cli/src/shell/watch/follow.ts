import {
  ErrorCode,
  isZooKeeperError,
  type NodeData,
  type Operations,
  type ResyncReason,
  type WatchEvent,
} from '@zookit/client';
import { formatHex } from '@zookit/protocol';
import { dataValue } from '../output/data-value.ts';
import type { Output } from '../output/output.ts';
import { readSubtree } from '../subtree/read-subtree.ts';

/** What is shown of a subtree that is followed. */
export interface FollowOptions {
  /** Whether what is there is listed, at first and whenever events may have been missed. */
  readonly withInitial: boolean;
  readonly withData: boolean;
  readonly signal: AbortSignal;
}

const reasons: Readonly<Record<ResyncReason, string>> = {
  armed: 'watching',
  reconnected: 'the connection was lost for a while: events may have been missed',
  'new-session': 'the session had expired, and is another now: events may have been missed',
  overflow: 'there was more than could be shown: events were left out',
};

/** Prints a line for each event in a subtree, until the signal is aborted. */
export async function follow(client: Operations, path: string, output: Output, options: FollowOptions): Promise<void> {
  const { signal } = options;
  for await (const event of client.watch(path, { recursive: true, signal })) {
    const time = new Date().toISOString();
    if (event.type === 'resync') await printResync(client, path, output, event.reason, time, options);
    else await printEvent(client, output, event, time, options);
  }
}

async function printResync(
  client: Operations,
  path: string,
  output: Output,
  reason: ResyncReason,
  time: string,
  { withInitial, withData, signal }: FollowOptions,
): Promise<void> {
  // Where only events are asked for, that there is nothing yet is no news.
  if (reason !== 'armed' || output.format === 'json') {
    await output.result(`${time} resync ${reasons[reason]}`, { time, type: 'resync', reason });
  }
  const isThere = (await client.exists(path, { signal })) !== undefined;
  if (!isThere && reason === 'armed' && output.format === 'text') {
    output.note(`${path} does not exist yet: its creation will be told.`);
  }
  if (!withInitial || !isThere) return;
  for await (const node of readSubtree(client, path, { withData, signal })) {
    const { stat } = node;
    const data = node.data === undefined ? undefined : dataValue(node.data ?? new Uint8Array(0), node.data === null);
    const value = { time, type: 'present', path: node.path, ...(stat && { zxid: formatHex(stat.mzxid) }), ...data };
    await output.result(`${time} present ${node.path}${dataText(data)}`, value);
  }
}

type NodeEvent = Exclude<WatchEvent, { readonly type: 'resync' }>;

async function printEvent(
  client: Operations,
  output: Output,
  event: NodeEvent,
  time: string,
  { withData, signal }: FollowOptions,
): Promise<void> {
  const { type, path, zxid } = event;
  const hasData = withData && type !== 'deleted';
  const found = hasData ? await get(client, path, signal) : undefined;
  const data = found && dataValue(found.data, found.isNull);
  const value = { time, type, path, ...(zxid !== undefined && { zxid: formatHex(zxid) }), ...data };
  await output.result(`${time} ${type} ${path}${dataText(data)}`, value);
}

/** Undefined for what has gone again, or may not be read. */
async function get(client: Operations, path: string, signal: AbortSignal): Promise<NodeData | undefined> {
  try {
    return await client.get(path, { signal });
  } catch (error) {
    if (isZooKeeperError(error, ErrorCode.NoNode) || isZooKeeperError(error, ErrorCode.NoAuth)) return undefined;
    throw error;
  }
}

/** On one line, whatever is in it. */
function dataText(data: ReturnType<typeof dataValue> | undefined): string {
  if (data === undefined) return '';
  return ` ${'base64' in data ? `base64:${data.base64}` : JSON.stringify(data.data)}`;
}
