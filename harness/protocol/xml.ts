/** An element to be written: with children, with text, or as a flag (`<name />`). */
export interface XmlElement {
  name: string;
  attributes?: readonly (readonly [name: string, value: string])[];
  children?: readonly XmlElement[];
  text?: string;
  flag?: boolean;
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
export function writeXml(root: XmlElement, style: XmlStyle): { text: string; lines: string[] } {
  const lines: string[] = [];
  append(root, style, lines);
  return { text: [...(style.declaration ? [style.declaration] : []), ...lines].join(style.gap), lines };
}

function append(element: XmlElement, style: XmlStyle, lines: string[]): void {
  const { name, text = '', children = [] } = element;
  const attributes = (element.attributes ?? []).map(([key, value]) => ` ${key}="${style.escape(value)}"`).join('');
  if (children.length > 0) {
    lines.push(`<${name}${attributes}>`);
    for (const child of children) append(child, style, lines);
    lines.push(`</${name}>`);
  } else if (element.flag) lines.push(style.flag(name, attributes));
  else if (text === '') lines.push(style.empty(name, attributes));
  else lines.push(`<${name}${attributes}>${style.escape(text)}</${name}>`);
}
