import type { JuteReader } from '@zookit/jute';
import {
  authPacket,
  ErrorCode,
  getSaslRequest,
  isClientOperation,
  OpCode,
  setSaslResponse,
  type Id,
} from '@zookit/protocol';
import { satisfiesEnforcement, withIdentities, type AuthProviders } from '../auth/authentication.ts';
import type { Logger } from '../logger.ts';
import type { Connection } from '../network/connection.ts';
import type { SessionTracker } from '../sessions/session-tracker.ts';
import type { RequestPipeline } from './request-pipeline.ts';

/** A client has a handful of identities. More than this is an attempt to make every ACL check expensive. */
const IDENTITIES_MAX = 128;

/** What a {@link RequestIntake} works with. */
export interface RequestIntakeOptions {
  readonly pipeline: RequestPipeline;
  readonly sessions: SessionTracker;
  readonly providers: AuthProviders;
  /** A client without an identity of one of these schemes is refused; empty = none is asked for. */
  readonly enforcedAuthSchemes: readonly string[];
  readonly logger: Logger;
}

/** Looks at the header of each request: settles what concerns the connection alone, and hands the rest on. */
export class RequestIntake {
  readonly #options: RequestIntakeOptions;

  constructor(options: RequestIntakeOptions) {
    this.#options = options;
  }

  /** Takes one frame. Throws JuteError when it has no header, or when a packet about the connection is malformed. */
  receive(connection: Connection, reader: JuteReader): void {
    const xid = reader.int('xid');
    const opCode = reader.int('opCode');
    if (opCode === OpCode.auth) this.#authenticate(connection, xid, reader);
    else if (opCode === OpCode.sasl) this.#answerSasl(connection, xid, reader);
    else if (satisfiesEnforcement(connection.identities, this.#options.enforcedAuthSchemes))
      this.#take(connection, xid, opCode, reader);
    else this.#refuse(connection, xid, 0n, ErrorCode.SessionClosedRequireSaslAuth);
  }

  #take(connection: Connection, xid: number, opCode: number, reader: JuteReader): void {
    const { session } = connection;
    if (session === undefined || session.isClosing) return;
    this.#options.sessions.touch(session, connection.receivedAt);
    if (!isClientOperation(opCode)) {
      this.#refuse(connection, xid, -1n, ErrorCode.Unimplemented);
      return;
    }
    if (opCode === OpCode.closeSession) this.#options.sessions.close(session);
    this.#options.pipeline.submit(connection, xid, opCode, reader);
  }

  #authenticate(connection: Connection, xid: number, reader: JuteReader): void {
    const { scheme, auth } = authPacket.read(reader);
    const added = this.#identify(connection, scheme ?? '', auth);
    if (added === undefined || connection.identities.length + added.length > IDENTITIES_MAX) {
      this.#options.logger.info('authentication refused', {
        remote: connection.remoteAddress,
        scheme: scheme?.slice(0, 64),
      });
      this.#refuse(connection, xid, 0n, ErrorCode.AuthFailed);
      return;
    }
    connection.identities = withIdentities(connection.identities, added);
    connection.reply(xid, 0n, ErrorCode.Ok);
  }

  #identify(connection: Connection, scheme: string, credentials: Uint8Array | null): readonly Id[] | undefined {
    return this.#options.providers.get(scheme)?.authenticate(credentials, connection.remoteAddress);
  }

  /** No SASL mechanism is configured: the answer says that there is nothing to negotiate. */
  #answerSasl(connection: Connection, xid: number, reader: JuteReader): void {
    const { token } = getSaslRequest.read(reader);
    if (token === null) connection.close();
    else connection.reply(xid, 0n, ErrorCode.Ok, setSaslResponse, { token: null });
  }

  #refuse(connection: Connection, xid: number, zxid: bigint, error: number): void {
    connection.reply(xid, zxid, error);
    connection.end();
  }
}
