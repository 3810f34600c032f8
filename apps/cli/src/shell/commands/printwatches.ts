import type { Command } from '../command.ts';

/** `printwatches`, which says whether events are printed. */
export const printwatches: Command = {
  name: 'printwatches',
  usage: 'on|off',
  summary: 'Says, or tells, whether watch events are printed.',
  options: [],
  words: [{ name: 'on|off', kind: 'text', isOptional: true, choices: ['on', 'off'] }],
  isLocal: true,
  async run({ shell, output }, given) {
    const [word] = given.words;
    if (word !== undefined) shell.printsWatches = word === 'on';
    const text = `printwatches is ${shell.printsWatches ? 'on' : 'off'}`;
    await output.result(word === undefined ? text : undefined, { printwatches: shell.printsWatches });
  },
};
