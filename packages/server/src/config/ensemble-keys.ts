import type { PassiveGroup } from './config-key.ts';
import { bareProperty, inFile, texts, numbersInFile, orProperty, switches, switchesInFile } from './passive-key.ts';
import { oneOf, strictInteger, type ValueKind } from './value-kind.ts';

const electionAlgorithm: ValueKind<number> = {
  ...strictInteger({ allowed: '3', min: 3, max: 3 }),
  refusal: () => 'Invalid electionAlg value. Only 3 is supported.',
};

const peerType = oneOf(['participant', 'observer'], (text) => `Unrecognised peertype: ${text}`);

/** What only members of an ensemble use: a server that stands alone passes over it, as Apache's does. */
export const ensembleKeys: PassiveGroup = {
  reason: undefined,
  keys: [
    ...numbersInFile(['initLimit', 'syncLimit', 'connectToLearnerMasterLimit', 'observerMasterPort']),
    ...numbersInFile(['quorum.cnxn.threads.size', 'multiAddress.reachabilityCheckTimeoutMs']),
    inFile('electionAlg', electionAlgorithm),
    inFile('peerType', peerType),
    inFile('oraclePath'),
    ...switchesInFile(['quorumListenOnAllIPs', 'multiAddress.enabled', 'multiAddress.reachabilityCheckEnabled'], false),
    ...switchesInFile(['sslQuorum', 'sslQuorumReloadCertFiles', 'portUnification'], false),
    ...switchesInFile(
      ['quorum.auth.enableSasl', 'quorum.auth.learnerRequireSasl', 'quorum.auth.serverRequireSasl'],
      false,
    ),
    inFile('quorum.auth.learner.saslLoginContext'),
    inFile('quorum.auth.server.saslLoginContext'),
    inFile('quorum.auth.kerberos.servicePrincipal'),
    orProperty('leaderServes'),
    orProperty('ensembleAuthName'),
    ...switchesInFile(['syncEnabled'], true),
    orProperty('observer.syncEnabled'),
    ...texts(['electionPortBindRetry', 'cnxTimeout', 'quorumCnxnTimeoutMs', 'leaderConnectDelayDuringRetryMs']),
    ...texts(['observer.reconnectDelayMs', 'observer.election.DelayMs', 'observerMaster.sizeLimit']),
    ...switches(['tcpKeepAlive', 'forceSnapshotSync', 'enableEagerACLCheck'], false),
    ...switches(['forward_learner_requests_to_commit_processor_disabled'], false),
    ...['follower.nodelay', 'leader.nodelay'].map((name) => bareProperty(name)),
    ...['leader.closeSocketAsync', 'learner.asyncSending', 'learner.closeSocketAsync'].map((name) => ({
      ...orProperty(name),
      properties: [`zookeeper.${name}`, name],
    })),
  ],
  families: [inFile('group.'), inFile('weight.'), ...texts(['fastleader.', 'leader.', 'follower.', 'ssl.quorum.'])],
};
