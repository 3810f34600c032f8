import { basename, join } from 'node:path';
import { LOG_HEADER_BYTES, logHeaderBytes, nodeFileSystem, type OpenFile } from '@zookit/txnlog';
import { ExitCode } from './exit-code.ts';
import { countOf } from './formats/count-of.ts';
import { countSoundRecords } from './sound-records.ts';
import { ToolError } from './tool-error.ts';

const LOG_MAGIC = logHeaderBytes.subarray(0, 4);
const SNAPSHOT_MAGIC = Buffer.from('ZKSN');

/** A copy such as `log.1.bak` is meant to be a log, too. */
const LOG_NAME = /^log\.[0-9a-f]{1,16}(?:\.|$)/iu;

/** Opens a transaction log to be read. Throws {@link ToolError} for what is none, or does not begin as one. */
export async function openLog(path: string): Promise<OpenFile> {
  const status = await nodeFileSystem.status(path);
  if (status?.isDirectory === true) {
    throw new ToolError(
      `${path} is a directory. Name a log in it, such as ${join(path, 'log.1')}; \`verify\` takes directories.`,
    );
  }
  return openChecked(path, checkBeginning);
}

/** Opens a log that is to be changed, or copied with changes. Throws also for one whose header no server takes. */
export async function openReadableLog(path: string): Promise<OpenFile> {
  const file = await openLog(path);
  const problem = await headerProblem(file);
  if (problem === undefined) return file;
  await file.close();
  throw new ToolError(`${path} is damaged: ${problem}.`, ExitCode.FINDING);
}

/** Why no server takes a log that begins as one; undefined when its header is right. */
export async function headerProblem(file: OpenFile): Promise<string | undefined> {
  const header = await headerOf(file);
  if (header.equals(logHeaderBytes)) return undefined;
  return `its header is not that of a log, but ${header.toString('hex')}: no server takes it`;
}

async function openChecked(path: string, check: (file: OpenFile) => Promise<void>): Promise<OpenFile> {
  const file = await nodeFileSystem.open(path, 'read');
  try {
    await check(file);
    return file;
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function headerOf(file: OpenFile): Promise<Buffer> {
  const header = Buffer.alloc(LOG_HEADER_BYTES);
  return header.subarray(0, await file.read(header, 0));
}

async function checkBeginning(file: OpenFile): Promise<void> {
  const { path } = file;
  const header = await headerOf(file);
  const magic = header.subarray(0, 4);
  if (magic.equals(SNAPSHOT_MAGIC)) {
    throw new ToolError(`${path} is a snapshot, not a log: see \`zookit-txnlog snapshot\`.`);
  }
  if (header.length === LOG_HEADER_BYTES && magic.equals(LOG_MAGIC)) return;
  const behind = header.length < LOG_HEADER_BYTES ? 0 : await countSoundRecords(file, 0);
  if (behind > 0) {
    const text = `${path} is damaged: it does not begin as a log does; ${countOf(behind, 'sound record')} behind that`;
    throw new ToolError(`${text}.`, ExitCode.FINDING);
  }
  throw withoutRecords(path, header);
}

function withoutRecords(path: string, header: Buffer): ToolError {
  if (header.every((byte) => byte === 0)) {
    return new ToolError(`${path} has no header and holds no transaction. A crash leaves such.`, ExitCode.FINDING);
  }
  if (header.equals(logHeaderBytes.subarray(0, header.length))) {
    return new ToolError(`${path} ends inside its header and holds no transaction.`, ExitCode.FINDING);
  }
  if (LOG_NAME.test(basename(path))) {
    return new ToolError(`${path} is damaged: it does not begin as a log does.`, ExitCode.FINDING);
  }
  return new ToolError(`Invalid magic number for ${path}: it is no transaction log.`);
}
