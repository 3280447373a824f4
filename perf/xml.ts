/**
 * Reads the few things that a workload looks at in an answer. k6 has no XML parser, and the values looked at (ids, states and
 * names made here) hold nothing that is escaped; well-formedness is the conformance suites' business.
 */

/** An object of a list or of an answer; `text` gives a child's text, '' without one. */
export interface Item {
  id: string;
  text(child: string): string;
}

/** The objects of this name, which are those elements that have an id. */
export function itemsOf(body: string, name: string): Item[] {
  const element = new RegExp(`<${name}\\s(?:[^>]*?\\s)?id="([^"]*)"[^>]*?(?:/>|>([\\s\\S]*?)</${name}>)`, 'g');
  return [...body.matchAll(element)].map((match) => ({
    id: match[1] ?? '',
    text: (child) => textOf(match[2] ?? '', child),
  }));
}

/** The `total` of a list; null when the body isn't a list of this name. */
export function totalOf(body: string, list: string): number | null {
  const match = new RegExp(`<${list}\\s(?:[^>]*?\\s)?total="(\\d+)"`).exec(body);
  return match ? Number(match[1]) : null;
}

/** Text of the first element of this name that has no attributes; '' when there is none. */
export function textOf(body: string, name: string): string {
  return new RegExp(`<${name}>([^<]*)</${name}>`).exec(body)?.[1] ?? '';
}
