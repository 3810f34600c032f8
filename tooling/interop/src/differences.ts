/** A difference to Apache's server that is meant, or not yet gone, and why. */
export interface ExpectedDifference {
  /** The session in which it shows. */
  readonly session: string;
  /** The name of the step, or what the names of the steps have in common. */
  readonly step: string | RegExp;
  readonly reason: string;
}

const METRICS = 'Counters that belong to features this server does not have yet are left out of mntr.';

/**
 * Every difference that the suite accepts. One that is not here fails the suite, and so does a row that no difference
 * matches any more.
 */
export const expectedDifferences: readonly ExpectedDifference[] = [
  { session: 'kazoo/words', step: /^mntr: zk_/, reason: METRICS },
  {
    session: 'kazoo/words',
    step: 'packets counted for these words',
    reason: 'A length that cannot be one counts as a packet here; Apache drops the connection before it counts.',
  },
  {
    session: 'kazoo/quota',
    step: /^(?:create under a wrong limit|statistics stay behind)$/,
    reason: 'Limits that cannot be read limit nothing; Apache fails every request below them with a marshalling error.',
  },
  {
    session: 'kazoo/limits',
    step: /^op (?:20|-10)\b/,
    reason:
      "Operations that are the server's own are unknown ones to a client here; Apache lets anybody delete nodes by them.",
  },
  {
    session: 'kazoo/sessions',
    step: 'a wrong password, seen by the owner',
    reason: 'The password is checked first here; Apache closes the connection of the owner before it looks at it.',
  },
  {
    session: 'zkcli/access',
    step: 'getAcl /auth3',
    reason:
      'The scheme "auth" yields the identities in the order of their arrival here, in that of a hash set in Apache.',
  },
];
