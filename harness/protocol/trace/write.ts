/**
 * The API trace that a Call Bridge writes to its system log: the texts after `API trace N:` and of the audit lines
 * (document 212298, recorded trace of 2.0(RC); blanks as in its English edition). Pure text, one string per log line.
 */

/** Length after which a printed parameter goes on in the next line. */
export const parameterColumns = 48;

/** Response lines that are printed before the elision. */
export const printedBodyLines = 8;

/** What stands for a masked value, whatever its length. */
export const mask = '********';

/** First line of a request; `path` as received. */
export function requestText(method: string, path: string, client: string): string {
  return ` ${method} for "${path}" (from ${client})`;
}

/** Line before the parameters of a request with a body; `size` in bytes. */
export function contentText(size: number, type: string): string {
  return ` content data size ${size}, type "${type}":`;
}

/** First line of an answer; `size` of its body in bytes. */
export function answerText(status: number, size: number): string {
  return ` sending ${status} response, size ${size}`;
}

/** A printed header of an answer. */
export function headerText(name: string, value: string): string {
  return ` ${name}: ${value}`;
}

/**
 * One parameter, e.g. `name=x&`, as it is printed: two blanks before the first 48 characters, six before the rest. The empty
 * parameter is a lone `&`.
 */
export function parameterTexts(parameter: string, columns = parameterColumns): string[] {
  const characters = Array.from(parameter);
  const texts = [`  ${characters.slice(0, columns).join('')}`];
  for (let at = columns; at < characters.length; at += columns) {
    texts.push(`      ${characters.slice(at, at + columns).join('')}`);
  }
  return texts;
}

/** The lines of a document (one element or tag each), shortened when there are more than 8 and the elision saves a line. */
export function bodyTexts(lines: readonly string[], printed = printedBodyLines): string[] {
  const indented = (some: readonly string[]) => some.map((line) => `  ${line}`);
  // exactly 9 lines were never seen: the elision would save nothing, so it is taken to begin at 10 (inferred)
  if (lines.length <= printed + 1) return indented(lines);
  return [...indented(lines.slice(0, printed)), '    [ ... ]', `  ${lines.at(-1)}`];
}

/** An audit line. */
export function auditText(client: string, user: string, action: string): string {
  return `${client}: API user "${user}" ${action}`;
}
