/** Suggestions for a misspelt word, nearest first: at most three, each with at most half of its letters different. */
export function nearest(word: string, candidates: readonly string[]): string[] {
  return candidates
    .map((candidate) => ({ candidate, distance: distanceTo(word.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ candidate, distance }) => distance <= candidate.length / 2)
    .toSorted((a, b) => a.distance - b.distance)
    .slice(0, 3)
    .map(({ candidate }) => candidate);
}

/** Levenshtein distance, with two letters in the wrong order as one difference; 0 when the candidate starts with the word. */
function distanceTo(word: string, candidate: string): number {
  if (word.length > 1 && candidate.startsWith(word)) return 0;
  let before: number[] = [];
  let row = Array.from({ length: candidate.length + 1 }, (_, index) => index);
  for (const [index, letter] of word.split('').entries()) {
    const next = [index + 1];
    for (const [at, other] of candidate.split('').entries()) {
      const isSwapped = letter === candidate[at - 1] && other === word[index - 1] && letter !== other;
      next.push(
        Math.min(
          (next[at] ?? 0) + 1,
          (row[at + 1] ?? 0) + 1,
          (row[at] ?? 0) + (letter === other ? 0 : 1),
          isSwapped ? (before[at - 1] ?? 0) + 1 : Infinity,
        ),
      );
    }
    before = row;
    row = next;
  }
  return row[candidate.length] ?? 0;
}
