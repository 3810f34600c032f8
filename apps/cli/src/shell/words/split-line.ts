const WORD = /\s*("[^"]*"|'[^']*'|[^"'\s]\S*|["'])\s*/gu;

/**
 * The words of a typed line: what is between quotes is one word, without them, and knows no escapes; a quote inside a word is
 * a letter like others, and one that nothing closes is dropped. Source: `ZooKeeperMain.MyCommandOptions.ARGS_PATTERN`.
 */
export function splitLine(line: string): string[] {
  const words: string[] = [];
  for (const [, word = ''] of line.matchAll(WORD)) {
    const isQuoted = word.length > 1 && (word.startsWith('"') || word.startsWith("'"));
    if (isQuoted) words.push(word.slice(1, -1));
    else if (word !== '"' && word !== "'") words.push(word);
  }
  return words;
}
