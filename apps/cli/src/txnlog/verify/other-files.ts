import { join } from 'node:path';
import { DURABLE_MARK_NAME, LOCK_NAME, parseLogName, parseSnapshotName } from '@zookit/txnlog';
import type { Directories } from '../directories.ts';
import { Remarks, type Finding } from './finding.ts';

const KNOWN_NAMES: readonly string[] = ['acceptedEpoch', 'currentEpoch', DURABLE_MARK_NAME, LOCK_NAME];

/** The socket that a server listens on beside its lock as long as it lives. */
const BEACON = /^zookit\.[0-9a-f]{16}\.sock$/u;

const UNFINISHED_EPOCH = /^(?:accepted|current)Epoch\.tmp$/u;

/** What Apache's server goes by. */
const LOG_OR_SNAPSHOT = /^(?:log|snapshot)\.[0-9a-f]{1,16}(?:\.|$)/iu;

/** What is in a directory beside what belongs there. */
export function otherFindings(directory: string, names: readonly string[], directories: Directories): Finding[] {
  const { logs, snapshots } = directories;
  return names
    .filter((name) => !KNOWN_NAMES.includes(name) && !BEACON.test(name))
    .flatMap((name) => {
      const isLog = parseLogName(name) !== undefined;
      if (isLog || parseSnapshotName(name) !== undefined) {
        const home = isLog ? logs : snapshots;
        return home === directory ? [] : [misplaced(directory, name, home)];
      }
      return [foreign(directory, name)];
    });
}

function misplaced(directory: string, name: string, home: string): Finding {
  const remarks = new Remarks();
  remarks.damage(`it belongs in ${home}: servers refuse to start`);
  return findingOf(directory, name, remarks);
}

function foreign(directory: string, name: string): Finding {
  const remarks = new Remarks();
  const isSnapshot = name.endsWith('.tmp') && parseSnapshotName(name.slice(0, -'.tmp'.length)) !== undefined;
  if (isSnapshot) remarks.note('an unfinished file, which a server removes when it starts');
  else if (UNFINISHED_EPOCH.test(name)) remarks.note('what a crash left of a write: a server may need it');
  else if (LOG_OR_SNAPSHOT.test(name)) remarks.note("Apache's server would take it for one of its own: move it away");
  else remarks.note('no file of a server');
  return findingOf(directory, name, remarks);
}

function findingOf(directory: string, name: string, { status, texts }: Remarks): Finding {
  return { file: join(directory, name), kind: 'other', status, text: '', remarks: texts, numbers: {} };
}
