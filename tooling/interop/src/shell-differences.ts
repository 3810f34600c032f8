import type { Difference } from './compare.ts';
import type { ExpectedDifference } from './differences.ts';

const HINT = 'What would be right is said, too.';
const JAVA = 'The names of Java classes are left out; how the command is used is said.';
const OLD = 'Commands that Apache has removed still work here, with the notice that it had for them.';
const ACL = 'An ACL that is none is said once, with what would be one.';
const PERMISSIONS = 'Letters that are no permission are refused here; Apache leaves them out and creates the znode.';

function rows(session: string, reason: string, ...steps: readonly (string | RegExp)[]): ExpectedDifference[] {
  return steps.map((step) => ({ session, step, reason }));
}

/** Whether our shell says what zkCli does and then, in a sentence, what would be right. */
export function isHintAlone({ apache = '', zookit = '' }: Difference): boolean {
  return apache !== '' && zookit.startsWith(apache) && /^[^\n]+[.?]\n$/u.test(zookit.slice(apache.length));
}

/** Every other difference between our shell and zkCli 3.9 that is meant, and why; the session is the name of the script. */
export const shellDifferences: readonly ExpectedDifference[] = [
  ...rows('nodes', HINT, 'deleteall /zookeeper/quota'),
  ...rows('nodes', HINT, /^redo(?: 9999)?$/),
  ...rows('nodes', JAVA, /^(?:create|get) -[zq] /),
  ...rows('nodes', OLD, /^(?:ls2|rmr) /),
  ...rows('nodes', 'It is another shell, with commands of its own.', 'version', 'bogus'),
  ...rows('access', PERMISSIONS, 'create /bad data world:anyone:xyz', 'ls /'),
  ...rows('access', PERMISSIONS, 'setAcl -s /several world:anyone:rwa'),
  ...rows('access', ACL, /^(?:create \/bad data (?!world)|setAcl \/several foo$)/, 'create /auth data auth::cdrwa'),
  ...rows('access', 'An error is a line of its own.', 'setAcl -R /tree world:anyone:cdr'),
  ...rows(
    'access',
    'A digest without a password is not sent, so that the session lives on.',
    'addauth digest',
    'events',
  ),
  ...rows('quotas', JAVA, /^setquota (?:-n 5 -b 5 \/q|\/q|-n)$/),
  ...rows('quotas', 'A quota for the root is refused as what it is.', 'setquota -n 5 /'),
  ...rows('watches', HINT, 'printwatches maybe', 'addWatch -m NONSENSE /w'),
];
