import type { ConnectRequest, ConnectResponse } from '@zookit/protocol';
import type { SessionInfo } from '../connection-state.ts';
import { formatEndpoint } from '../endpoints/endpoint.ts';
import { isObject, type OptionRule } from '../option-rules.ts';
import type { Endpoint } from '../transport/transport.ts';
import type { SessionKind } from './greeter.ts';
import { sessionInfo } from './session-info.ts';

const NO_PASSWORD = new Uint8Array(16);

/** A session of an earlier client, for another to go on with. */
export interface SessionToken {
  readonly id: bigint;
  readonly password: Uint8Array;
}

/** What a session to go on with must be; the whole of what `ready` gave is one. */
export const tokenRule: OptionRule = { accepts: isToken, what: '{ id, password }, a bigint and bytes' };

function isToken(value: unknown): boolean {
  const { id, password }: Partial<Record<keyof SessionToken, unknown>> = isObject(value) ? value : {};
  return typeof id === 'bigint' && id !== 0n && BigInt.asIntN(64, id) === id && password instanceof Uint8Array;
}

/** What a {@link SessionIdentity} must be told. */
export interface SessionIdentityOptions {
  readonly sessionTimeoutMs: number;
  /** Whether a server that has lost its quorum will do. */
  readonly readOnly: boolean;
  readonly resume: SessionToken | undefined;
}

/** Which session a client has, and what it has seen of the ensemble. */
export class SessionIdentity {
  readonly #options: SessionIdentityOptions;
  #session: SessionInfo | undefined;
  /** Only the server that granted the session knows it, because that server had lost its quorum. */
  #isLocal = false;
  #generation = 0;
  #lastZxid = 0n;
  /** Since when servers have refused, and nothing else has come of any attempt. */
  #refusedSince: number | undefined;
  readonly #refusing = new Set<string>();

  constructor(options: SessionIdentityOptions) {
    this.#options = options;
    if (options.resume === undefined) return;
    const { id, password } = options.resume;
    this.#generation = 1;
    this.#session = sessionInfo({
      id,
      password: password.slice(),
      timeoutMs: options.sessionTimeoutMs,
      generation: 1,
    });
  }

  /** The session that was granted last, or is to be resumed, unless it has expired. */
  get session(): SessionInfo | undefined {
    return this.#session;
  }

  /** The zxid of the last reply: no server that is behind it serves this client. */
  get lastZxid(): bigint {
    return this.#lastZxid;
  }

  /** What the next server is asked for. */
  request(): ConnectRequest {
    const session = this.#isLocal ? undefined : this.#session;
    return {
      protocolVersion: 0,
      lastZxidSeen: this.#lastZxid,
      timeoutMs: this.#options.sessionTimeoutMs,
      sessionId: session?.id ?? 0n,
      password: session?.password ?? NO_PASSWORD,
      readOnly: this.#options.readOnly,
    };
  }

  /** Takes what a server granted. */
  grant(response: ConnectResponse): { readonly session: SessionInfo; readonly kind: SessionKind } {
    const { sessionId: id, timeoutMs } = response;
    const isResumed = this.#session?.id === id && !this.#isLocal;
    const kind = isResumed ? 'resumed' : this.#generation === 0 ? 'new' : 'renewed';
    if (!isResumed) {
      this.#generation++;
      this.#isLocal = response.readOnly === true;
    }
    this.#refusedSince = undefined;
    this.#session = sessionInfo({
      id,
      password: response.password.slice(),
      timeoutMs,
      generation: this.#generation,
    });
    return { session: this.#session, kind };
  }

  /** The ensemble does not know the session any more. */
  expire(): void {
    this.#session = undefined;
    this.#isLocal = false;
  }

  /** A reply told a zxid. */
  saw(zxid: bigint): void {
    this.#lastZxid = zxid;
  }

  /**
   * A server ended the connection instead of answering the handshake, as one does that is behind {@link lastZxid}. When nothing
   * else comes of any attempt for a whole session timeout, and all servers have done so, the ensemble itself has gone back, to
   * a backup: what was seen counts no more.
   */
  refused(by: Endpoint, servers: readonly Endpoint[], now: number): void {
    this.#refusedSince ??= now;
    this.#refusing.add(formatEndpoint(by));
    const timeoutMs = this.#session?.timeoutMs ?? this.#options.sessionTimeoutMs;
    if (now - this.#refusedSince < timeoutMs) return;
    if (!servers.every((server) => this.#refusing.has(formatEndpoint(server)))) return;
    this.#lastZxid = 0n;
    this.#forgetRefusals();
  }

  /** An attempt failed, or a connection was lost, in another way. */
  failed(): void {
    this.#forgetRefusals();
  }

  #forgetRefusals(): void {
    this.#refusedSince = undefined;
    this.#refusing.clear();
  }
}
