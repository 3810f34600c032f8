import { encode, JuteWriter } from '@zookit/jute';
import {
  connectRequest,
  createRequest,
  getDataRequest,
  OpCode,
  openAclUnsafe,
  requestHeader,
  setDataRequest,
} from '@zookit/protocol';

/** What a client sends to begin a session. */
export const connectFrame: Buffer = frame(
  encode(connectRequest, {
    protocolVersion: 0,
    lastZxidSeen: 0n,
    timeoutMs: 30_000,
    sessionId: 0n,
    password: new Uint8Array(16),
    readOnly: false,
  }),
);

export function getFrame(path: string): Buffer {
  return request(OpCode.getData, encode(getDataRequest, { path, watch: false }));
}

export function setFrame(path: string, data: Uint8Array): Buffer {
  return request(OpCode.setData, encode(setDataRequest, { path, data, version: -1 }));
}

export function createFrame(path: string, data: Uint8Array): Buffer {
  return request(OpCode.create, encode(createRequest, { path, data, acl: [...openAclUnsafe], flags: 0 }));
}

function request(opCode: number, body: Uint8Array): Buffer {
  return frame(encode(requestHeader, { xid: 1, opCode }), body);
}

function frame(...parts: Uint8Array[]): Buffer {
  const writer = new JuteWriter();
  writer.int(parts.reduce((total, part) => total + part.length, 0));
  for (const part of parts) writer.raw(part);
  return writer.copy();
}
