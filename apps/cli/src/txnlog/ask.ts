import { ToolError } from './tool-error.ts';
import type { ToolIo } from './tool-io.ts';

/**
 * Asks until the answer is one of `choices`, or its first letter, in either case. Throws {@link ToolError} when the input
 * has ended before.
 */
export async function askFor<Choice extends string>(
  io: ToolIo,
  question: string,
  choices: readonly Choice[],
): Promise<Choice> {
  for (;;) {
    const line = await io.ask(`${question} (${choices.join('/')}) ? `);
    if (line === undefined) throw new ToolError('There was no answer: the input has ended. --yes answers in advance.');
    const answer = line.trim().toLowerCase();
    const choice = choices.find((one) => [one.toLowerCase(), one[0]?.toLowerCase()].includes(answer));
    if (choice !== undefined) return choice;
  }
}
