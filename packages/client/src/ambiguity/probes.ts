import { type GetDataResponse, NoNodeError, type Operation, reads, type Stat } from '@zookit/protocol';
import type { GreetingLine } from '../session/greeter.ts';

/** Reads on the connection that follows a lost one. They come behind a sync: what they show includes every earlier write. */

/** The stat of a znode; undefined when it is not there. */
export async function statAt(line: GreetingLine, path: string): Promise<Stat | undefined> {
  return (await unlessAbsent(line, reads.exists, { path, watch: false }))?.stat;
}

/** The data and the stat of a znode; undefined when it is not there. */
export function dataAt(line: GreetingLine, path: string): Promise<GetDataResponse | undefined> {
  return unlessAbsent(line, reads.getData, { path, watch: false });
}

/** The names of the children of a znode; undefined when it is not there. */
export async function childrenAt(line: GreetingLine, path: string): Promise<readonly string[] | undefined> {
  return (await unlessAbsent(line, reads.getChildren, { path, watch: false }))?.children;
}

/** The answer to a read; undefined for `NoNode`. */
export async function unlessAbsent<Request, Response>(
  line: GreetingLine,
  operation: Operation<Request, Response>,
  request: Request,
): Promise<Response | undefined> {
  try {
    return await line.send(operation, request);
  } catch (error) {
    if (error instanceof NoNodeError) return undefined;
    throw error;
  }
}

/** Whether two values of a znode's data are the same; null is not empty. */
export function isSameData(one: Uint8Array | null, other: Uint8Array | null): boolean {
  if (one === null || other === null) return one === other;
  return Buffer.compare(one, other) === 0;
}
