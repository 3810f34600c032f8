import type { Command } from '../command.ts';
import type { CommandContext } from '../command-context.ts';
import { INTERRUPTED } from '../failure/failure-lines.ts';
import type { SampleOptions } from '../top/samples.ts';
import type { ClientOrder } from '../top/top-view.ts';
import { numberOption } from '../words/number-option.ts';
import type { ParsedWords } from '../words/parsed-words.ts';

const INTERVAL_S = 2;
const TIMEOUT_MS = 2000;

/** `top`, which shows what the servers are doing. */
export const top: Command = {
  name: 'top',
  usage: '[-d seconds] [-n count] [--sort order] [--no-clients] [servers]',
  summary:
    'Shows requests, latencies, connections, sessions, watches and znodes of each server, and its busiest clients.',
  details: [
    'Asks by the four-letter words srvr, mntr and cons; says which of them a server does not allow.',
    'On a terminal it goes on until q or Ctrl-C; r, l, w and a sort the clients by requests, latency, waiting requests,',
    'address. With -n, or in a pipe, it prints a table for each interval; with --output json, a line.',
    'Rates count packets, pings included.',
  ].join('\n'),
  examples: ['top', 'top -d 0.5 h1:2181,h2:2181', 'top -n 1 --sort latency', 'top -n 60 -d 1 --output json'],
  options: [
    { name: 'd', value: 'seconds', description: `The time from one look to the next. Default: ${INTERVAL_S}` },
    { name: 'n', value: 'count', description: 'Prints so many times, and ends' },
    {
      name: 'sort',
      value: 'order',
      description: 'How clients are sorted. Default: requests',
      choices: ['requests', 'latency', 'queued', 'address'],
    },
    { name: 'no-clients', description: 'Leaves the clients out' },
  ],
  words: [{ name: 'servers', kind: 'text', isOptional: true }],
  isLocal: true,
  showsOptions: true,
  async run(context, given) {
    const { output, terminal, signal, shell } = context;
    const count = numberOption(given, 'n', { min: 1 });
    const order = (given.value('sort') ?? 'requests') as ClientOrder;
    const options = await sampleOptions(context, given);
    if (count === undefined && terminal.isInteractive && output.format === 'text') {
      const { showTop } = await import('../top/show-top.ts');
      await terminal.lend(() => showTop(options, order, { output, terminal }));
    } else {
      const { printTop } = await import('../top/print-top.ts');
      await printTop(options, count ?? Infinity, order, output);
    }
    if (signal.aborted) shell.markFailed(INTERRUPTED);
  },
};

async function sampleOptions({ shell, signal }: CommandContext, given: ParsedWords): Promise<SampleOptions> {
  const seconds = numberOption(given, 'd', { min: 0.1, isFraction: true }) ?? INTERVAL_S;
  const { serversToAsk } = await import('../four-letter-words/servers-to-ask.ts');
  return {
    ...(await serversToAsk(shell.connection.settings, given.words[0], signal)),
    intervalMs: seconds * 1000,
    withClients: !given.has('no-clients'),
    timeoutMs: TIMEOUT_MS,
    signal,
  };
}
