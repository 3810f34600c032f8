import { type Operation, reads, ThrottledOpError } from '@zookit/protocol';
import type { Endpoint } from '../transport/transport.ts';
import type { GreetingLine } from './greeter.ts';

const PAUSE_BASE_MS = 50;
const PAUSE_MAX_MS = 1000;

/**
 * A connection behind a sync: the server may lag behind the very writes that are in question. What several ask is asked once,
 * and a busy server is asked again, as long as the connection is there.
 */
export class SyncedLine implements GreetingLine {
  readonly lastZxid: bigint;
  readonly sessionId: bigint;
  readonly isReadOnly: boolean;
  readonly server: Endpoint;
  readonly #line: GreetingLine;
  readonly #answers = new Map<string, Promise<unknown>>();
  #synced: Promise<unknown> | undefined;

  constructor(line: GreetingLine) {
    this.lastZxid = line.lastZxid;
    this.sessionId = line.sessionId;
    this.isReadOnly = line.isReadOnly;
    this.server = line.server;
    this.#line = line;
  }

  send<Request, Response>(operation: Operation<Request, Response>, request: Request): Promise<Response> {
    if (operation.kind !== 'read') {
      this.#answers.clear();
      return this.#ask(operation, request);
    }
    const question = `${operation.name} ${JSON.stringify(request)}`;
    const known = this.#answers.get(question) as Promise<Response> | undefined;
    if (known !== undefined) return known;
    const answer = this.#ask(operation, request);
    this.#answers.set(question, answer);
    return answer;
  }

  pause(delayMs: number): Promise<void> {
    return this.#line.pause(delayMs);
  }

  async #ask<Request, Response>(operation: Operation<Request, Response>, request: Request): Promise<Response> {
    for (let pauseMs = PAUSE_BASE_MS; ; pauseMs = Math.min(PAUSE_MAX_MS, 2 * pauseMs)) {
      const synced = (this.#synced ??= this.#line.send(reads.sync, { path: '/' }));
      try {
        const [response] = await Promise.all([this.#line.send(operation, request), synced]);
        return response;
      } catch (error) {
        if (!(error instanceof ThrottledOpError)) throw error;
      }
      // It may have been the sync that was refused: then the answer came too early.
      if (this.#synced === synced) this.#synced = undefined;
      await this.#line.pause(pauseMs);
    }
  }
}
