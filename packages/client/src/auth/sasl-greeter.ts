import { AuthFailedError, connectionOperations } from '@zookit/protocol';
import type { Greeter, GreetingLine } from '../session/greeter.ts';
import { type SaslExchange, SaslError } from './sasl-mechanism.ts';
import { type SaslOptions, saslExchange } from './sasl-options.ts';

/** Authenticates each connection by SASL before anything else is sent on it. */
export class SaslGreeter implements Greeter {
  readonly #options: SaslOptions;
  readonly #randomBytes: (count: number) => Uint8Array;

  constructor(options: SaslOptions, randomBytes: (count: number) => Uint8Array) {
    this.#options = options;
    this.#randomBytes = randomBytes;
  }

  async greet(line: GreetingLine): Promise<void> {
    try {
      await converse(line, saslExchange(this.#options, line.server, this.#randomBytes));
    } catch (error) {
      if (!(error instanceof SaslError)) throw error;
      throw new AuthFailedError(undefined, { operation: 'sasl', detail: error.message, cause: error });
    }
  }
}

async function converse(line: GreetingLine, exchange: SaslExchange): Promise<void> {
  let token: Uint8Array | undefined = await exchange.begin();
  while (token !== undefined) {
    const reply = await line.send(connectionOperations.sasl, { token });
    token = await exchange.answer(reply.token);
  }
}
