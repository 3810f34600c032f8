import { describe } from 'vitest';
import { describeAccess } from './areas/access.ts';
import { describeAuthentication } from './areas/authentication.ts';
import { describeChurn } from './areas/churn.ts';
import { describeCreating } from './areas/creating.ts';
import { describeCuts } from './areas/cuts.ts';
import { describeFollowing } from './areas/following.ts';
import { describeLifetimes } from './areas/lifetimes.ts';
import { describeNodes } from './areas/nodes.ts';
import { describeProtection } from './areas/protection.ts';
import { describeQuotas } from './areas/quotas.ts';
import { describeRestarts } from './areas/restarts.ts';
import { describeSessions } from './areas/sessions.ts';
import { describeSilence } from './areas/silence.ts';
import { describeTls } from './areas/tls.ts';
import { describeTransactions } from './areas/transactions.ts';
import { describeTrees } from './areas/trees.ts';
import { describeTyped } from './areas/typed.ts';
import { describeWatches } from './areas/watches.ts';
import type { ServerUnderTest } from './server-under-test.ts';
import { suiteFor } from './suite.ts';

/** Tests the whole client against a kind of server. */
export function describeClient(server: ServerUnderTest): void {
  describe(`the client and ${server.name}`, () => {
    const suite = suiteFor(server);
    describeNodes(suite);
    describeAuthentication(suite);
    describeCreating(suite);
    describeLifetimes(suite);
    describeTrees(suite);
    describeTransactions(suite);
    describeTyped(suite);
    describeAccess(suite);
    describeQuotas(suite);
    describeCuts(suite);
    describeSessions(suite);
    describeSilence(suite);
    describeTls(suite);
    describeWatches(suite);
    describeFollowing(suite);
    describeChurn(suite);
    describeProtection(suite);
    describeRestarts(suite);
  });
}
