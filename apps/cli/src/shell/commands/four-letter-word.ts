import type { Endpoint, TlsConfig } from '@zookit/client';
import type { Command } from '../command.ts';
import type { CommandContext } from '../command-context.ts';
import { numberOption } from '../words/number-option.ts';
import type { WordAnswer } from '../four-letter-words/word-answer.ts';

const TIMEOUT_MS = 5000;

/** What is said in place of an answer. */
const problems: Readonly<Record<Exclude<WordAnswer['type'], 'text'>, string>> = {
  refused: 'does not allow it: its 4lw.commands.whitelist says what it does',
  'not-serving': 'does not serve: there is no quorum, or it is starting',
  silent: 'closed the connection without an answer: it knows no such word, or is no ZooKeeper',
};

/** `4lw`, which asks a four-letter word. */
export const fourLetterWord: Command = {
  name: '4lw',
  usage: '[--timeout ms] word [servers]',
  summary: 'Asks each server a four-letter word, such as ruok, srvr, mntr or cons.',
  details: 'Ends with 1 if a server can not be reached, or gives no answer.',
  examples: ['4lw ruok', '4lw cons h1:2181'],
  options: [
    { name: 'timeout', value: 'ms', description: `How long a server may take to answer. Default: ${TIMEOUT_MS}` },
  ],
  words: [
    {
      name: 'word',
      kind: 'text',
      choices: 'ruok srvr stat mntr conf envi isro cons dump wchs wchc wchp dirs hash crst srst gtmk'.split(' '),
    },
    { name: 'servers', kind: 'text', isOptional: true },
  ],
  isLocal: true,
  showsOptions: true,
  async run(context, given) {
    const timeoutMs = numberOption(given, 'timeout', { min: 1 }) ?? TIMEOUT_MS;
    const { serversToAsk } = await import('../four-letter-words/servers-to-ask.ts');
    const [word = '', servers] = given.words;
    const { endpoints, tls } = await serversToAsk(context.shell.connection.settings, servers, context.signal);
    for (const endpoint of endpoints) {
      await askOne(context, endpoint, word, { timeoutMs, tls, isOneOfMany: endpoints.length > 1 });
    }
  },
};

interface Asking {
  readonly timeoutMs: number;
  readonly tls: TlsConfig | undefined;
  /** Whether the server is named in front of its answer. */
  readonly isOneOfMany: boolean;
}

async function askOne(
  { shell, output, signal }: CommandContext,
  endpoint: Endpoint,
  word: string,
  { timeoutMs, tls, isOneOfMany }: Asking,
): Promise<void> {
  const [{ formatEndpoint }, { askWord }, { wordAnswer }, { reasonOf }] = await Promise.all([
    import('@zookit/client'),
    import('../four-letter-words/ask-word.ts'),
    import('../four-letter-words/word-answer.ts'),
    import('../failure/connect-failure.ts'),
  ]);
  const server = formatEndpoint(endpoint);
  try {
    const answer = wordAnswer(await askWord(endpoint, word, { timeoutMs, tls, signal }));
    if (answer.type === 'text') {
      const text = answer.text.trimEnd();
      await output.result(isOneOfMany ? `--- ${server}\n${text}` : text, { server, word, answer: answer.text });
      return;
    }
    output.note(`${server} ${problems[answer.type]}.`);
  } catch (error) {
    signal.throwIfAborted();
    output.note(`${server}: ${reasonOf(error)}.`);
  }
  shell.markFailed();
}
