import type { Command } from '../command.ts';
import { numberOption } from '../words/number-option.ts';

const TIMEOUT_MS = 5000;

/** `status`, which tells how each server of the ensemble is. */
export const status: Command = {
  name: 'status',
  usage: '[--timeout ms] [servers]',
  summary: 'Tells how each server of the ensemble is: its mode, last transaction, latencies, connections.',
  details: [
    'Asks each server of the connect string by the four-letter words srvr and mntr, without a session.',
    'Ends with 1 if a server can not be reached, does not serve, or follows out of sync.',
  ].join('\n'),
  examples: ['status', 'status h1:2181,h2:2181,h3:2181', 'status --output json'],
  options: [
    { name: 'timeout', value: 'ms', description: `How long a server may take to answer. Default: ${TIMEOUT_MS}` },
  ],
  words: [{ name: 'servers', kind: 'text', isOptional: true }],
  isLocal: true,
  showsOptions: true,
  async run({ shell, output, signal }, given) {
    const timeoutMs = numberOption(given, 'timeout', { min: 1 }) ?? TIMEOUT_MS;
    const [{ serversToAsk }, { reportServer }, { ensembleStatus }, { statusLines }] = await Promise.all([
      import('../four-letter-words/servers-to-ask.ts'),
      import('../four-letter-words/report-server.ts'),
      import('../status/ensemble-status.ts'),
      import('../status/status-text.ts'),
    ]);
    const { endpoints, tls } = await serversToAsk(shell.connection.settings, given.words[0], signal);
    const found = ensembleStatus(
      await Promise.all(endpoints.map((one) => reportServer(one, ['srvr', 'mntr'], { timeoutMs, tls, signal }))),
    );
    await output.result(statusLines(found).join('\n'), found);
    if (found.problems.length > 0) shell.markFailed();
  },
};
