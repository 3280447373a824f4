import { XMLParser, XMLValidator } from 'fast-xml-parser';

/** An element as it stands in a document. `text` is its own character data, untrimmed; children keep their order. */
export interface XmlNode {
  name: string;
  attributes: Record<string, string>;
  children: XmlNode[];
  text: string;
}

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  htmlEntities: true,
  ignoreDeclaration: true,
  ignorePiTags: true,
});

/**
 * Reads one XML document of at most a few megabytes. Throws SyntaxError for text that is not well-formed and for any DOCTYPE:
 * no CMS document has one. Values stay text: `0012` isn't a number and blanks aren't trimmed.
 */
export function readXml(text: string): XmlNode {
  if (/<!DOCTYPE/i.test(text)) throw new SyntaxError('a document type declaration is not allowed');
  const validity = XMLValidator.validate(text);
  if (validity !== true) {
    throw new SyntaxError(
      `not well-formed XML: ${validity.err.msg} (line ${validity.err.line}, column ${validity.err.col})`,
    );
  }
  const elements = parse(text)
    .map(toNode)
    .filter((node) => node !== null);
  const root = elements[0];
  if (!root || elements.length > 1) throw new SyntaxError('not well-formed XML: expected exactly one root element');
  return root;
}

/** Text of the first child of that name, undefined when there is none. */
export function childText(node: XmlNode | undefined, name: string): string | undefined {
  return node?.children.find((child) => child.name === name)?.text;
}

function parse(text: string): Ordered[] {
  try {
    return parser.parse(text) as Ordered[];
  } catch (error) {
    throw new SyntaxError(`not readable XML: ${error instanceof Error ? error.message : String(error)}`);
  }
}

type Ordered = Record<string, unknown> & { ':@'?: Record<string, string> };

function toNode(entry: Ordered): XmlNode | null {
  const name = Object.keys(entry).find((key) => key !== ':@');
  if (name === undefined || name === '#text') return null;
  const content = entry[name] as Ordered[];
  return {
    name,
    attributes: { ...entry[':@'] },
    children: content.map(toNode).filter((child) => child !== null),
    text: content.map((part) => ('#text' in part ? String(part['#text']) : '')).join(''),
  };
}
