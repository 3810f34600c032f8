/** What a server says to a four-letter word. */
export type WordAnswer =
  | { readonly type: 'text'; readonly text: string }
  /** The word is not in the server's `4lw.commands.whitelist`. */
  | { readonly type: 'refused' }
  /** The server looks for a leader, or for its data. */
  | { readonly type: 'not-serving' }
  /** It closed the connection without a word: it knows none such, or is no ZooKeeper. */
  | { readonly type: 'silent' };

const REFUSED = /^\S+ is not executed because it is not in the whitelist\.\s*$/u;
const NOT_SERVING = /^This ZooKeeper instance is not currently serving requests\s*$/u;

/** Tells an answer from what stands in its place. Source: `FourLetterCommands` and `NopCommand`. */
export function wordAnswer(text: string): WordAnswer {
  if (REFUSED.test(text)) return { type: 'refused' };
  if (NOT_SERVING.test(text)) return { type: 'not-serving' };
  return text === '' ? { type: 'silent' } : { type: 'text', text };
}
