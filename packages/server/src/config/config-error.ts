/** One thing that a server cannot start with. */
export interface ConfigProblem {
  /** Where it was written: `zoo.cfg:3`; only the file's name when something is missing. */
  readonly origin: string;
  readonly key: string;
  /** One line: what is wrong, what is allowed, what to do. Never shows a secret. */
  readonly message: string;
}

/** Something in a configuration that an operator should read, and that a server starts with all the same. */
export interface ConfigNotice {
  readonly level: 'info' | 'warn';
  /** One line that says where, what and what comes of it. Never shows a secret. */
  readonly message: string;
}

/** A configuration that a server cannot start with. Names every problem, one line each. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  /** In the order of the file; never empty. */
  readonly problems: readonly ConfigProblem[];
  /** What there was to say besides: a misspelt key is often why another one is missing. */
  readonly notices: readonly ConfigNotice[];

  constructor(problems: readonly ConfigProblem[], notices: readonly ConfigNotice[] = []) {
    super(problems.map((problem) => problem.message).join('\n'));
    this.problems = problems;
    this.notices = notices;
  }
}
