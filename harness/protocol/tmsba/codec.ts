import type { XmlElement } from '../xml.ts';
import type { XmlNode } from '../xml-read.ts';
import type { Field, ObjectType, ObjectValue, Type, Value } from './model.ts';

/** What a document holds can't be read as what its schema says. */
export class InvalidValue extends Error {
  override readonly name = 'InvalidValue';
}

/** An element with its name and namespace resolved. */
export interface QualifiedNode {
  name: string;
  namespace: string;
  nil: boolean;
  text: string;
  children: QualifiedNode[];
}

const instanceNamespace = 'http://www.w3.org/2001/XMLSchema-instance';

/** Resolves the prefixes of a tree; a prefix that is declared nowhere throws SyntaxError. */
export function qualify(node: XmlNode, scope: ReadonlyMap<string, string> = new Map()): QualifiedNode {
  const own = new Map(scope);
  for (const [name, value] of Object.entries(node.attributes)) {
    if (name === 'xmlns') own.set('', value);
    else if (name.startsWith('xmlns:')) own.set(name.slice(6), value);
  }
  const [prefix, local] = split(node.name);
  const namespace = own.get(prefix);
  if (namespace === undefined && prefix !== '') throw new SyntaxError(`the prefix "${prefix}" is not declared`);
  const nil = Object.entries(node.attributes).some(([name, value]) => {
    const [of, attribute] = split(name);
    return attribute === 'nil' && own.get(of) === instanceNamespace && value === 'true';
  });
  return {
    name: local,
    namespace: namespace ?? '',
    nil,
    text: node.text,
    children: node.children.map((child) => qualify(child, own)),
  };
}

function split(name: string): [prefix: string, local: string] {
  const colon = name.indexOf(':');
  return colon < 0 ? ['', name] : [name.slice(0, colon), name.slice(colon + 1)];
}

/**
 * What an element holds. Elements that the type doesn't know, or that are in another namespace, are passed over; what is
 * missing stays missing, whether or not the schema requires it (facts: tms 5.4). Throws InvalidValue.
 */
export function readValue(node: QualifiedNode, type: Type): Value {
  if (type.kind === 'object') return readObject(node, type);
  if (type.kind === 'list') {
    return node.children
      .filter((child) => child.namespace === node.namespace && child.name === type.item && !child.nil)
      .map((child) => readValue(child, type.of));
  }
  if (type.kind === 'enumeration') {
    if (type.values.some(({ value }) => value === node.text)) return node.text;
    throw new InvalidValue(`${node.name}: "${node.text}" is no ${type.name}`);
  }
  const text = type.xsd === 'string' ? node.text : node.text.trim();
  if (/^(int|long|integer)$/.test(type.xsd) && !/^[+-]?\d+$/.test(text))
    throw new InvalidValue(`${node.name}: "${text}" is no number`);
  if (type.xsd === 'boolean' && !/^(true|false|1|0)$/.test(text))
    throw new InvalidValue(`${node.name}: "${text}" is neither true nor false`);
  return text;
}

export function readObject(node: QualifiedNode, type: ObjectType): ObjectValue {
  const known = (name: string) =>
    node.children.filter((child) => child.name === name && child.namespace === node.namespace && !child.nil);
  const entries: [string, Value][] = [];
  for (const { name, type: of, repeated } of type.fields) {
    const [first, ...others] = known(name);
    if (!first) continue;
    entries.push([name, repeated ? [first, ...others].map((child) => readValue(child, of)) : readFirst(first, of)]);
  }
  return Object.fromEntries(entries);
}

/** Names of the elements that a type, or one that it holds, doesn't know. */
export function unknownElements(node: QualifiedNode, type: Type): string[] {
  if (type.kind !== 'object' && type.kind !== 'list') return [];
  return node.children.flatMap((child) => {
    const known = type.kind === 'list' ? [{ name: type.item, type: type.of }] : type.fields;
    const field = known.find(({ name }) => name === child.name);
    return field && child.namespace === node.namespace ? unknownElements(child, field.type) : [child.name];
  });
}

/** An empty element of anything but text says nothing, as clients send it for what they leave to the server. */
function readFirst(node: QualifiedNode, type: Type): Value {
  const optional = type.kind === 'enumeration' || (type.kind === 'text' && type.xsd !== 'string');
  return optional && node.text.trim() === '' ? '' : readValue(node, type);
}

/** How answers are cut to what their reader knows. */
export interface Audience {
  /** Whether its version knows what came with version `since`. */
  knows(since: number): boolean;
  /** What stands for an enumeration's value that it doesn't know. */
  unknownValue(value: string): string;
  /** The elements of an object in the order in which they come. */
  arrange(fields: readonly Field[]): readonly Field[];
}

/** Somebody who knows everything. */
export const everybody: Audience = { knows: () => true, unknownValue: (value) => value, arrange: (fields) => fields };

/** The element that carries a value, its children in the order of the schema. */
export function writeValue(name: string, value: Value, type: Type, audience: Audience = everybody): XmlElement {
  if (type.kind === 'object') {
    const held = value as ObjectValue;
    const children = audience
      .arrange(type.fields)
      .filter(({ since }) => audience.knows(since))
      .flatMap((field) => {
        const one = held[field.name];
        if (one === undefined) return [];
        const all = field.repeated ? (one as readonly Value[]) : [one];
        return all.map((item) => writeValue(field.name, item, field.type, audience));
      });
    return { name, children };
  }
  if (type.kind === 'list') {
    return {
      name,
      children: (value as readonly Value[]).map((item) => writeValue(type.item, item, type.of, audience)),
    };
  }
  if (type.kind === 'text') return { name, text: value as string };
  const since = type.values.find((known) => known.value === value)?.since ?? 0;
  return { name, text: audience.knows(since) ? (value as string) : audience.unknownValue(value as string) };
}
