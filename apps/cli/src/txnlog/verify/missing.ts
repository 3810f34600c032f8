import { join } from 'node:path';
import { DURABLE_MARK_NAME, DurableMark, nodeFileSystem } from '@zookit/txnlog';
import type { Directories } from '../directories.ts';
import { failureReason } from '../failure-text.ts';
import type { Finding } from './finding.ts';
import type { Inventory } from './inventory.ts';
import { isSystemFailure } from './system-failure.ts';

/** What one would expect to be there, and which a server does without. */
export async function missingFindings({ logs }: Directories, inventory: Inventory): Promise<Finding[]> {
  const findings: Finding[] = [];
  if (inventory.logs.length === 0 && inventory.snapshots.length > 0) {
    findings.push(note(logs, 'log', 'there is no log: where zoo.cfg has a dataLogDir, --log-dir names it'));
  }
  const hasMark = inventory.names.get(logs)?.includes(DURABLE_MARK_NAME) === true;
  // That of a server that runs may be half written.
  if (!hasMark || inventory.holder !== undefined) return findings;
  const problem = await markProblem(logs);
  const path = join(logs, DURABLE_MARK_NAME);
  return problem === undefined ? findings : [...findings, note(path, 'other', problem)];
}

async function markProblem(directory: string): Promise<string | undefined> {
  const text = 'so that a server would not notice a log that lost its end';
  try {
    const zxid = await DurableMark.read(nodeFileSystem, directory);
    return zxid === undefined ? `it holds no zxid, ${text}` : undefined;
  } catch (error) {
    if (!isSystemFailure(error)) throw error;
    return `it cannot be read (${failureReason(error)}), ${text}`;
  }
}

function note(file: string, kind: Finding['kind'], remark: string): Finding {
  return { file, kind, status: 'note', text: '', remarks: [remark], numbers: {} };
}
