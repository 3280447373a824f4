/** The words that a misspelt one is nearest to, three at most; none where nothing is near. Case makes no difference. */
export function similar(word: string, known: readonly string[]): string[] {
  const wanted = word.toLowerCase();
  const near = known
    .map((candidate) => ({ candidate, distance: distance(wanted, candidate.toLowerCase()) }))
    .filter(({ candidate, distance }) => distance <= Math.max(word.length, candidate.length) / 3);
  const least = Math.min(...near.map((one) => one.distance));
  return near
    .filter((one) => one.distance === least)
    .map(({ candidate }) => candidate)
    .slice(0, 3);
}

/** `did you mean A or B?`, else what to do instead. */
export function didYouMean(word: string, known: readonly string[], otherwise: string): string {
  const near = similar(word, known);
  return near.length > 0 ? `did you mean ${near.join(' or ')}?` : otherwise;
}

/** How many letters have to be put in, taken out or replaced, or neighbours exchanged, to make one word of the other. */
function distance(one: string, other: string): number {
  const rows: number[][] = [Array.from({ length: other.length + 1 }, (_, column) => column)];
  const at = (row: number, column: number) => rows[row]?.[column] ?? Number.POSITIVE_INFINITY;
  for (let row = 1; row <= one.length; row += 1) {
    rows.push([row]);
    for (let column = 1; column <= other.length; column += 1) {
      const same = one[row - 1] === other[column - 1];
      const exchanged = one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      rows[row]?.push(
        Math.min(
          at(row - 1, column) + 1,
          at(row, column - 1) + 1,
          at(row - 1, column - 1) + (same ? 0 : 1),
          exchanged ? at(row - 2, column - 2) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
  }
  return at(one.length, other.length);
}
