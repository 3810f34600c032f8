import type { ConnectionState } from '../connection-state.ts';
import type { Requests } from './requests.ts';
import type { RequestTraits, SessionRequest } from './session-request.ts';

/** Requests that have something in common. */
export class TraitedRequests implements Requests {
  readonly #requests: Requests;
  readonly #traits: RequestTraits;

  constructor(requests: Requests, traits: RequestTraits) {
    this.#requests = requests;
    this.#traits = traits;
  }

  get lastZxid(): bigint {
    return this.#requests.lastZxid;
  }

  get state(): ConnectionState {
    return this.#requests.state;
  }

  submit<Request, Response, Result>(asked: SessionRequest<Request, Response, Result>): Promise<Result> {
    return this.#requests.submit({ ...asked, ...this.#traits });
  }
}
