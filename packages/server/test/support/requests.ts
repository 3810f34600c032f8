import {
  CreateMode,
  openAclUnsafe,
  OpCode,
  reads,
  writes,
  type CreateRequest,
  type DeleteRequest,
  type GetDataResponse,
  type MultiRequestPart,
  type SetDataRequest,
  type Stat,
} from '@zookit/protocol';
import type { RawClient } from '@zookit/testkit';

/** The bytes of a text. */
export const bytes = (text: string): Uint8Array => Buffer.from(text);

/** A create request: without options for a persistent znode that everybody may do everything with. */
export function creation(path: string, options: Partial<CreateRequest> = {}): CreateRequest {
  return { path, data: bytes('data'), acl: openAclUnsafe, flags: CreateMode.PERSISTENT, ...options };
}

/** A create request for a znode that goes with its session. */
export const ephemeral = (path: string): CreateRequest => creation(path, { flags: CreateMode.EPHEMERAL });

/** A setData request for any version. */
export const change = (path: string, text = 'changed'): SetDataRequest => ({ path, data: bytes(text), version: -1 });

/** A delete request for any version. */
export const deletion = (path: string): DeleteRequest => ({ path, version: -1 });

/** Parts of a multi. */
export const part = {
  create: (path: string, options: Partial<CreateRequest> = {}): MultiRequestPart => ({
    opCode: OpCode.create,
    request: creation(path, options),
  }),
  delete: (path: string, version = -1): MultiRequestPart => ({ opCode: OpCode.delete, request: { path, version } }),
  setData: (path: string, text = 'changed', version = -1): MultiRequestPart => ({
    opCode: OpCode.setData,
    request: { path, data: bytes(text), version },
  }),
  check: (path: string, version = -1): MultiRequestPart => ({ opCode: OpCode.check, request: { path, version } }),
};

/** Creates a znode and gives its path. */
export async function create(client: RawClient, path: string, options: Partial<CreateRequest> = {}): Promise<string> {
  const response = await client.ask(writes.create, creation(path, options));
  return response.path;
}

/** A znode's data and stat. */
export const get = (client: RawClient, path: string): Promise<GetDataResponse> =>
  client.ask(reads.getData, { path, watch: false });

/** A znode's stat. */
export async function statOf(client: RawClient, path: string): Promise<Stat> {
  const { stat } = await get(client, path);
  return stat;
}

/** Whether there is a znode. */
export async function exists(client: RawClient, path: string): Promise<boolean> {
  return (await client.errorOf(reads.exists, { path, watch: false })) === 0;
}

/** The zxid of the last change that the server has made. */
export async function lastZxid(client: RawClient): Promise<bigint> {
  const { header } = await client.request(reads.ping, undefined);
  return header.zxid;
}

/** Resolves when the server has come round: everything that it had taken in before has been worked off. */
export async function settle(client: RawClient): Promise<void> {
  await client.request(writes.setData, { path: '/', data: null, version: 0x7fff });
}
