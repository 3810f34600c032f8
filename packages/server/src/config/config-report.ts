import { ConfigError, type ConfigNotice, type ConfigProblem } from './config-error.ts';

/** Gathers what is to be said about one configuration, so that all of it is said at once. */
export class ConfigReport {
  readonly #notices: ConfigNotice[] = [];
  readonly #problems: ConfigProblem[] = [];

  /** What does not stop the start. */
  get notices(): readonly ConfigNotice[] {
    return this.#notices;
  }

  /** Worth knowing, nothing to do. */
  info(origin: string, text: string): void {
    this.#notices.push({ level: 'info', message: `${origin}: ${text}` });
  }

  /** Something does not have the effect that its author expects. */
  warn(origin: string, text: string): void {
    this.#notices.push({ level: 'warn', message: `${origin}: ${text}` });
  }

  /** The server must not start like this. */
  refuse(origin: string, key: string, text: string): void {
    this.#problems.push({ origin, key, message: `${origin}: ${text}` });
  }

  /** Ends a stage: what comes after it may rely on what was checked. Throws {@link ConfigError} on any refusal. */
  settle(): void {
    if (this.#problems.length > 0) throw new ConfigError(this.#problems, this.#notices);
  }
}
