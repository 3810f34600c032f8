import type { Codec } from '@zookit/jute';
import { OpCode } from '../op-codes.ts';
import type { Operation } from '../operation.ts';
import { nothing } from '../records/nothing.ts';

/** Presents credentials. Source: `proto.AuthPacket` in zookeeper.jute. */
export interface AuthPacket {
  /** 0; no server looks at it. */
  readonly type: number;
  readonly scheme: string | null;
  /** In the terms of the scheme. */
  readonly auth: Uint8Array | null;
}

/** The codec of {@link AuthPacket}. */
export const authPacket: Codec<AuthPacket> = {
  write(writer, packet) {
    writer.int(packet.type);
    writer.string(packet.scheme);
    writer.buffer(packet.auth);
  },
  read: (reader) => ({
    type: reader.int('type'),
    scheme: reader.stringOrNull('scheme'),
    auth: reader.bufferOrNull('auth'),
  }),
};

/** Adds an identity to the connection. */
export const auth: Operation<AuthPacket, undefined> = {
  name: 'auth',
  opCode: OpCode.auth,
  kind: 'connection',
  request: authPacket,
  response: nothing,
};
