import type { ToolIo } from './tool-io.ts';

/** Asks until the answer is one of `choices`, or its first letter, in either case. */
export async function askFor<Choice extends string>(
  io: ToolIo,
  question: string,
  choices: readonly Choice[],
): Promise<Choice> {
  for (;;) {
    const answer = (await io.ask(`${question} (${choices.join('/')}) ? `)).trim().toLowerCase();
    const choice = choices.find((one) => [one.toLowerCase(), one[0]?.toLowerCase()].includes(answer));
    if (choice !== undefined) return choice;
  }
}
