/** One `key : value` line of a component's listing. */
export interface ListingEntry {
  key: string;
  value: string;
}

/** What `help <component>` printed. */
export interface HelpText {
  title: string;
  usage: string[];
}

const listingLine = /^(?<key>.+?)\s*:\s*(?<value>.*)$/;

/**
 * The `key : value` lines of a listing, in their order; other lines are left out. Padding, carriage returns and trailing
 * blanks don't count, because the documents print the columns in different widths. The first colon ends the key.
 */
export function parseListing(lines: readonly string[]): ListingEntry[] {
  return lines.flatMap((line) => {
    const groups = listingLine.exec(line.trim())?.groups;
    return groups ? [{ key: groups.key ?? '', value: (groups.value ?? '').trim() }] : [];
  });
}

/**
 * Title and usage lines of `help <component>`: a title, `Usage:`, then one usage per line. Blank lines, carriage
 * returns and trailing blanks don't count. Null when there is no `Usage:` line.
 */
export function parseHelp(lines: readonly string[]): HelpText | null {
  const texts = lines.map((line) => line.trimEnd()).filter((line) => line !== '');
  const usageAt = texts.indexOf('Usage:');
  if (usageAt < 0) return null;
  return { title: texts.slice(0, usageAt).join('\n'), usage: texts.slice(usageAt + 1) };
}

/** The lines of a command's output: split at LF or CRLF, without the empty rest after the last line end. */
export function outputLines(text: string): string[] {
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}
