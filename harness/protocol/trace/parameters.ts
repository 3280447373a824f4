import { parameterColumns } from './write.ts';

/** A printed parameter of a request body: `masked` when only asterisks were printed, `empty` for a lone `&`. */
export interface PrintedParameter {
  name: string;
  value: string;
  masked: boolean;
  empty: boolean;
}

/**
 * A parameter ends with its `&`, unless it is masked or the last. Its continuation is indented by six blanks; copies that
 * lost the indentation leave only the missing `&` as a sign.
 */
export function readParameters(texts: readonly string[]): PrintedParameter[] {
  const whole: string[] = [];
  for (const text of texts) {
    const indent = text.startsWith('      ') ? 6 : 2;
    const part = text.startsWith('  ') ? text.slice(indent) : text.trimStart();
    // only a line of full width is continued, so blanks at the end of a shorter one belong to the copy, not to the value
    const printed = part.length >= parameterColumns ? part : part.trimEnd();
    const last = whole.at(-1);
    if (last !== undefined && (indent === 6 || !isWhole(last))) whole[whole.length - 1] = last + printed;
    else whole.push(printed);
  }
  return whole.map((text) => {
    const pair = text.replace(/&$/, '');
    const at = pair.indexOf('=');
    const name = at < 0 ? pair : pair.slice(0, at);
    // copies have a blank before an id
    const value = at < 0 ? '' : pair.slice(at + 1).replace(/^ (?=[0-9a-f]{8}-)/i, '');
    return { name, value, masked: /^\*+$/.test(value), empty: pair === '' };
  });
}

function isWhole(text: string): boolean {
  return text.endsWith('&') || /^[^=]*=\*+$/.test(text);
}

/**
 * Bytes of a body that would be printed like this, with each blank as one byte; masked values count as empty, so a body
 * with a masked value is at least so long. Percent-encoded characters count as one byte each: a lower bound, too.
 */
export function smallestBody(parameters: readonly PrintedParameter[]): number {
  const pairs = parameters.map(({ name, value, masked, empty }) => (empty ? '' : `${name}=${masked ? '' : value}`));
  return Buffer.byteLength(pairs.join('&'));
}
