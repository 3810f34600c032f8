import { join } from 'node:path';
import { DataDirectoryError, EpochFiles } from '@zookit/txnlog';
import { failureReason } from '../failure-text.ts';
import { FilesView } from './files-view.ts';
import { Remarks, type Finding } from './finding.ts';
import { isSystemFailure } from './system-failure.ts';

/** Whether the epochs of a server fit to its last transaction. */
export async function checkEpochs(directory: string, lastZxid: bigint): Promise<Finding> {
  const file = join(directory, 'currentEpoch');
  try {
    const { acceptedEpoch, currentEpoch } = await new EpochFiles(new FilesView(), directory).load(lastZxid);
    const text = `current epoch ${currentEpoch}, accepted ${acceptedEpoch}`;
    return { file, kind: 'epochs', status: 'ok', text, remarks: [], numbers: { currentEpoch, acceptedEpoch } };
  } catch (error) {
    if (error instanceof DataDirectoryError) return damaged(error.path, error.message.replace(`${error.path}: `, ''));
    if (isSystemFailure(error)) return damaged(error.path ?? file, failureReason(error));
    throw error;
  }
}

function damaged(file: string, reason: string): Finding {
  const remarks = new Remarks();
  remarks.damage(reason);
  return { file, kind: 'epochs', status: remarks.status, text: '', remarks: remarks.texts, numbers: {} };
}
