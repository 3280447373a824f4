/** One part of a usage line. */
export type UsagePart =
  | { kind: 'word'; word: string }
  | { kind: 'choice'; name: string; words: string[] }
  | { kind: 'argument'; name: string; optional: boolean; repeated: boolean };

/** The words that a command line gave to the arguments of a usage line, by argument name. */
export type ArgumentValues = Readonly<Record<string, readonly string[]>>;

/**
 * The parts of a usage line as `help` prints it, e.g. `scheduler https listen <interface> <port>`. `(a|b)` and `<a|b>`
 * are choices between words, unless `placeholders` holds the name (`hostname|address` names two kinds of one value).
 * `[<x>]` is optional, `[<x> ...]` optional and repeated; `<... space-separated string>` takes all words that follow.
 */
export function parseUsage(usage: string, placeholders: ReadonlySet<string> = new Set()): UsagePart[] {
  const parts = usage.match(/"<[^>]+>"|\[<[^>]+>(?: \.\.\.)?\]|<[^>]+>|\([^)]+\)|\S+/g) ?? [];
  return parts.map((part) => {
    const bare = part.replace(/^["[(]+|["\])]+$/g, '');
    const repeated = bare.endsWith(' ...') || bare.includes('space-separated');
    const name = bare.replace(/ \.\.\.$/, '').replace(/^<|>$/g, '');
    const angled = bare.startsWith('<');
    if (!angled && !part.startsWith('(')) return { kind: 'word', word: part };
    if (name.includes('|') && !placeholders.has(name)) return { kind: 'choice', name, words: name.split('|') };
    return { kind: 'argument', name, optional: part.startsWith('['), repeated };
  });
}

/**
 * Fits the words of a command line to a usage line: the arguments' values, with the number of words that had to be
 * literal (the more, the closer the fit). Null when they don't fit.
 */
export function matchUsage(
  parts: readonly UsagePart[],
  words: readonly string[],
): { values: ArgumentValues; literal: number } | null {
  const values: Record<string, string[]> = {};
  let literal = 0;
  let at = 0;
  for (const part of parts) {
    const word = words[at];
    if (part.kind === 'argument') {
      const taken = part.repeated ? words.slice(at) : word === undefined ? [] : [word];
      if (taken.length === 0 && !part.optional) return null;
      if (taken.length > 0) values[part.name] = [...(values[part.name] ?? []), ...taken];
      at += taken.length;
      continue;
    }
    if (word === undefined || (part.kind === 'word' ? word !== part.word : !part.words.includes(word))) return null;
    if (part.kind === 'choice') values[part.name] = [word];
    else literal += 1;
    at += 1;
  }
  return at === words.length ? { values, literal } : null;
}

/** The words of a command line: split at blanks, a double-quoted part stays one word. */
export function commandWords(line: string): string[] {
  return Array.from(line.matchAll(/(?:"[^"]*"|[^\s"])+|"/g), ([word]) => word.replaceAll('"', ''));
}
