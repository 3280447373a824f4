/** A value of a template: a text, a list, or a group of named values. */
export type TemplateValue = string | readonly TemplateValue[] | { readonly [name: string]: TemplateValue };
export type TemplateValues = { readonly [name: string]: TemplateValue };

/** A template that doesn't follow the syntax; names the line. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';
}

type Block = (Line | Condition | Loop)[];
interface Line {
  text: string;
}
interface Condition {
  condition: string;
  met: Block;
  otherwise: Block;
}
interface Loop {
  variable: string;
  list: string;
  body: Block;
}

/**
 * Renders an invitation template (facts: mmp-and-scheduler 2.10): `%name%` and `%list.0.part%` stand for values, `#if value`,
 * `#if length (list) > 0`, `#else`, `#endif` and `#for x in list`, `#endfor` on lines of their own. Unknown values are empty.
 * Throws TemplateError.
 */
export function renderTemplate(template: string, values: TemplateValues): string {
  const lines = template.split(/\r?\n/);
  let at = 0;
  const read = (ends: readonly string[]): Block => {
    const block: Block = [];
    for (; at < lines.length; at += 1) {
      const line = lines[at] ?? '';
      const [, word, rest = ''] = /^#(if|else|endif|for|endfor)\b\s*(.*?)\s*$/.exec(line) ?? [];
      if (word === undefined) block.push({ text: line });
      else if (ends.includes(word)) return block;
      else if (word === 'if') block.push(readCondition(rest));
      else if (word === 'for') block.push(readLoop(rest));
      else throw new TemplateError(`line ${at + 1}: "#${word}" without its beginning`);
    }
    if (ends.length > 0) throw new TemplateError(`the end of the template came before "#${ends.at(-1)}"`);
    return block;
  };
  const readCondition = (condition: string): Condition => {
    at += 1;
    const met = read(['else', 'endif']);
    const hasElse = /^#else\b/.test(lines[at] ?? '');
    if (hasElse) at += 1;
    return { condition, met, otherwise: hasElse ? read(['endif']) : [] };
  };
  const readLoop = (text: string): Loop => {
    const [, variable, list] = /^(\w+) in ([\w.]+)$/.exec(text) ?? [];
    if (!variable || !list) throw new TemplateError(`line ${at + 1}: "#for x in list" was expected`);
    at += 1;
    return { variable, list, body: read(['endfor']) };
  };
  return renderBlock(read([]), values).join('\n');
}

function renderBlock(block: Block, values: TemplateValues): string[] {
  return block.flatMap((part) => {
    if ('text' in part)
      return [part.text.replace(/%([\w.]+)%/g, (_all, path: string) => textOf(valueAt(values, path)))];
    if ('condition' in part) return renderBlock(holds(part.condition, values) ? part.met : part.otherwise, values);
    const list = valueAt(values, part.list);
    const items = Array.isArray(list) ? (list as readonly TemplateValue[]) : [];
    return items.flatMap((item) => renderBlock(part.body, { ...values, [part.variable]: item }));
  });
}

function holds(condition: string, values: TemplateValues): boolean {
  const [, list, bound] = /^length\s*\(\s*([\w.]+)\s*\)\s*>\s*(\d+)$/.exec(condition) ?? [];
  const value = valueAt(values, list ?? condition);
  const size = Array.isArray(value) ? value.length : 0;
  return list === undefined ? size > 0 || textOf(value) !== '' : size > Number(bound);
}

function valueAt(values: TemplateValues, path: string): TemplateValue | undefined {
  let value: TemplateValue | undefined = values;
  for (const part of path.split('.')) {
    if (typeof value !== 'object' || !Object.hasOwn(value, part)) return undefined;
    value = (value as TemplateValues)[part];
  }
  return value;
}

function textOf(value: TemplateValue | undefined): string {
  return typeof value === 'string' ? value : '';
}
