import type { ServerView } from '../server-view.ts';
import { configuration, directorySizes } from './configuration.ts';
import { connectionList, resetConnectionStats } from './connections.ts';
import { dump } from './dump.ts';
import { environment } from './environment.ts';
import { monitor } from './monitor.ts';
import { serverStatus, serverStatusWithClients } from './server-status.ts';
import { watchesByPath, watchesBySession, watchSummary } from './watches.ts';

/** A question that an operator can ask by four letters in place of a connect request. */
export interface FourLetterWord {
  /** The text that answers it. */
  answer(view: ServerView): string;
  /** What is said while the server does not serve; undefined = the answer as always. */
  readonly whenNotServing: string | undefined;
}

const NOT_SERVING = 'This ZooKeeper instance is not currently serving requests';

/** The trace mask that Apache's server begins with. There is nothing here to mask: it is shown and stays as it is. */
const TRACE_MASK = '306';

/** Every word, in Apache's order of the manual: about the server, its clients, its data. */
export const fourLetterWords: ReadonlyMap<string, FourLetterWord> = new Map([
  ['ruok', always(() => 'imok')],
  ['srvr', whileServing(serverStatus)],
  ['stat', whileServing(serverStatusWithClients)],
  ['mntr', whileServing(monitor)],
  ['conf', whileServing(configuration)],
  ['envi', always(environment)],
  ['isro', whileServing(({ mode }) => (mode === 'read-only' ? 'ro' : 'rw'), 'null')],
  ['cons', whileServing(connectionList)],
  ['dump', whileServing(dump)],
  ['wchs', whileServing(watchSummary)],
  ['wchc', whileServing(watchesBySession)],
  ['wchp', whileServing(watchesByPath)],
  ['crst', whileServing(resetConnectionStats)],
  ['srst', whileServing(resetServerStats)],
  ['dirs', whileServing(directorySizes)],
  // Digests of past transactions are kept by a server that writes a log.
  ['hash', whileServing(() => '', NOT_SERVING)],
  ['gtmk', always(() => TRACE_MASK)],
  ['stmk', always(() => TRACE_MASK)],
]);

function always(answer: FourLetterWord['answer']): FourLetterWord {
  return { answer, whenNotServing: undefined };
}

function whileServing(answer: FourLetterWord['answer'], whenNotServing = `${NOT_SERVING}\n`): FourLetterWord {
  return { answer, whenNotServing };
}

function resetServerStats(view: ServerView): string {
  view.resetStats();
  return 'Server stats reset.\n';
}
