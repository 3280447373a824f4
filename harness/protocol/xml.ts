/** An element to be written: with children, with text, or as a flag (`<name />`). */
export interface XmlElement {
  name: string;
  attributes?: readonly (readonly [name: string, value: string])[];
  children?: readonly (XmlElement | WrittenXml)[];
  text?: string;
  flag?: boolean;
}

/** An element that was written before. */
export interface WrittenXml {
  text: string;
  lines: readonly string[];
}

/** The decisions of a writer. */
export interface XmlStyle {
  /** What stands before the root, e.g. `<?xml version="1.0"?>`. */
  declaration: string;
  /** What stands between two elements. */
  gap: string;
  escape(text: string): string;
  /** An element without content; `attributes` begin with a blank. */
  empty(name: string, attributes: string): string;
  flag(name: string, attributes: string): string;
}

/** The document, and its elements one a line as CMS traces them: leaves whole, other elements as opening and closing tag. */
export function writeXml(root: XmlElement, style: XmlStyle): WrittenXml {
  const [pieces, lines]: [string[], string[]] = [style.declaration ? [style.declaration] : [], []];
  append(root, style, pieces, lines);
  return { text: pieces.join(style.gap), lines };
}

function append(element: XmlElement | WrittenXml, style: XmlStyle, pieces: string[], lines: string[]): void {
  if ('lines' in element) {
    pieces.push(element.text);
    for (const line of element.lines) lines.push(line);
    return;
  }
  const put = (line: string) => {
    pieces.push(line);
    lines.push(line);
  };
  const { name, text = '', children = [] } = element;
  const attributes = (element.attributes ?? []).map(([key, value]) => ` ${key}="${style.escape(value)}"`).join('');
  if (children.length > 0) {
    put(`<${name}${attributes}>`);
    for (const child of children) append(child, style, pieces, lines);
    put(`</${name}>`);
  } else if (element.flag) put(style.flag(name, attributes));
  else if (text === '') put(style.empty(name, attributes));
  else put(`<${name}${attributes}>${style.escape(text)}</${name}>`);
}
