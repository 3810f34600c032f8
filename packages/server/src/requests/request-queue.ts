import type { PendingRequest } from './pending-request.ts';

/** The requests of one connection that wait, first in, first out: a list through the requests themselves. */
export class RequestQueue {
  #head: PendingRequest | undefined;
  #tail: PendingRequest | undefined;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** The request that is next in turn. */
  get head(): PendingRequest | undefined {
    return this.#head;
  }

  push(request: PendingRequest): void {
    if (this.#tail === undefined) this.#head = request;
    else this.#tail.next = request;
    this.#tail = request;
    this.#length++;
  }

  shift(): PendingRequest | undefined {
    const request = this.#head;
    if (request === undefined) return undefined;
    this.#head = request.next;
    if (this.#head === undefined) this.#tail = undefined;
    request.next = undefined;
    this.#length--;
    return request;
  }
}
