import { LOG_HEADER_BYTES, logHeaderBytes, nodeFileSystem, type OpenFile } from '@zookit/txnlog';
import { ExitCode } from './exit-code.ts';
import { ToolError } from './tool-error.ts';

const LOG_MAGIC = logHeaderBytes.subarray(0, 4);
const SNAPSHOT_MAGIC = Buffer.from('ZKSN');

/** Opens a transaction log to be read. Throws {@link ToolError} for what is none. */
export async function openLog(path: string): Promise<OpenFile> {
  const status = await nodeFileSystem.status(path);
  if (status?.isDirectory === true) {
    throw new ToolError(
      `${path} is a directory. Name a log in it, such as ${path}/log.1; \`verify\` takes directories.`,
    );
  }
  const file = await nodeFileSystem.open(path, 'read');
  try {
    await checkHeader(file);
    return file;
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function checkHeader(file: OpenFile): Promise<void> {
  const header = Buffer.alloc(LOG_HEADER_BYTES);
  const count = await file.read(header, 0);
  const magic = header.subarray(0, 4);
  if (magic.equals(SNAPSHOT_MAGIC)) {
    throw new ToolError(`${file.path} is a snapshot, not a log: see \`zookit-txnlog snapshot\`.`);
  }
  if (header.every((byte) => byte === 0)) {
    throw new ToolError(`${file.path} has no header and holds no transaction. A crash leaves such.`, ExitCode.FINDING);
  }
  if (!magic.equals(LOG_MAGIC)) throw new ToolError(`Invalid magic number for ${file.path}: it is no transaction log.`);
  if (count < LOG_HEADER_BYTES) {
    throw new ToolError(`${file.path} ends inside its header and holds no transaction.`, ExitCode.FINDING);
  }
}
