/** The one of `candidates` that `word` was probably meant to be; undefined when none is near. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const lower = word.toLowerCase();
  let best: string | undefined;
  let bestDistance = Math.floor(word.length / 3) + 1;
  for (const candidate of candidates) {
    const distance = editDistance(lower, candidate.toLowerCase());
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best;
}

/** How many letters must be put in, left out, exchanged or swapped with their neighbour to make `from` into `to`. */
function editDistance(from: string, to: string): number {
  let before: number[] = [];
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let y = 1; y <= from.length; y++) {
    const next = [y];
    for (let x = 1; x <= to.length; x++) {
      const isSame = from[y - 1] === to[x - 1];
      let distance = Math.min(row[x]! + 1, next[x - 1]! + 1, row[x - 1]! + (isSame ? 0 : 1));
      const isSwapped = y > 1 && x > 1 && from[y - 1] === to[x - 2] && from[y - 2] === to[x - 1];
      if (isSwapped) distance = Math.min(distance, before[x - 2]! + 1);
      next.push(distance);
    }
    before = row;
    row = next;
  }
  return row[to.length]!;
}
