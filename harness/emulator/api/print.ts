import { exists, type FieldModel, type NodeModel } from '../../protocol/api/model.ts';
import { type WrittenXml, writeXml, type XmlElement, type XmlStyle } from '../../protocol/xml.ts';
import type { EmulatedNode } from '../kernel/node.ts';
import type { FailureReason } from '../policies/api.ts';
import { areNoted } from '../policies/index.ts';
import type { ApiContext } from './context.ts';
import type { Item } from './resources.ts';

/** A document as it is sent and as it is traced. */
export interface Document {
  /** Name of its root element, where it has one. */
  root?: string;
  body: string;
  lines: readonly string[];
  /** Its content type, when it is no XML. */
  type?: string;
}

/** An object's document. */
export function printObject(context: ApiContext, node: NodeModel, item: Item): Document {
  const { policies } = context;
  const declaration = policies['api.declaration'](node.item, context.node.version);
  const { text, lines } = written(context, node, item, 'object');
  return { root: node.item, body: declaration ? `${declaration}${policies['api.elementGap']()}${text}` : text, lines };
}

/** A page of a collection; `total` counts all that match. */
export function printList(context: ApiContext, node: NodeModel, items: readonly Item[], total: number): Document {
  return print(context, {
    name: node.collection,
    attributes: [
      ['total', String(total)],
      ...context.policies['api.listAttributes'](node.type, node.listAttributes ?? []),
    ],
    children: items.map((item) => written(context, node, item, 'list')),
  });
}

/** A document of its own form. */
export function printTree(context: ApiContext, root: XmlElement): Document {
  return print(context, root);
}

/** The document of a refusal. */
export function printFailure(context: ApiContext, reasons: readonly FailureReason[]): Document {
  return print(context, {
    name: 'failureDetails',
    children: reasons.map(({ name, attributes }) => ({ name, attributes: Object.entries(attributes), flag: true })),
  });
}

/** What was written of stored objects, which never change: a change makes another object. */
const known = new WeakMap<EmulatedNode, Record<'list' | 'object', WeakMap<Item, WrittenXml>>>();

function written(context: ApiContext, node: NodeModel, item: Item, where: 'list' | 'object'): WrittenXml {
  const write = () => writeXml(element(context, node, item, where), { ...styleOf(context), declaration: '' });
  // what a resource puts together for one request isn't asked for again
  if (!('parent' in item) || areNoted(context.policies)) return write();
  let own = known.get(context.node);
  if (!own) {
    own = { list: new WeakMap(), object: new WeakMap() };
    known.set(context.node, own);
  }
  let kept = own[where].get(item);
  if (!kept) {
    kept = write();
    own[where].set(item, kept);
  }
  return kept;
}

function element(context: ApiContext, node: NodeModel, item: Item, where: 'list' | 'object'): XmlElement {
  const shown = node.fields.filter(
    (field) =>
      exists(field, context.node.version) && (where === 'list' ? field.shown === 'list' : field.shown !== 'never'),
  );
  const groups = (['configuration', 'status'] as const).filter((group) =>
    node.fields.some((field) => field.group === group),
  );
  const children = [
    ...leaves(
      context,
      node.type,
      where,
      shown.filter((field) => field.group === undefined && !field.attribute),
      item,
    ),
    ...groups.flatMap((group) => {
      const inner = leaves(
        context,
        `${node.type}.${group}`,
        where,
        shown.filter((field) => field.group === group),
        item,
      );
      return inner.length === 0 ? [] : [{ name: group, children: inner }];
    }),
  ];
  const attributes = [
    ...(item.id === '' ? [] : [['id', item.id] as const]),
    ...shown.flatMap(({ name, attribute }) => (attribute ? [[name, item.fields[name] ?? ''] as const] : [])),
  ];
  return { name: node.item, attributes, children };
}

function leaves(
  context: ApiContext,
  type: string,
  where: 'list' | 'object',
  fields: readonly FieldModel[],
  item: Item,
): XmlElement[] {
  const values = fields
    .filter((field) => field.shownEmpty || (item.fields[field.name] ?? '') !== '')
    .map((field) => [field.name, item.fields[field.name] ?? ''] as const);
  return context.policies['api.elements'](type, where, values).map(([name, text]) => ({ name, text }));
}

function print(context: ApiContext, root: XmlElement): Document {
  const declaration = context.policies['api.declaration'](root.name, context.node.version);
  const { text, lines } = writeXml(root, { ...styleOf(context), declaration });
  return { root: root.name, body: text, lines };
}

function styleOf({ policies }: ApiContext): Omit<XmlStyle, 'declaration'> {
  return {
    gap: policies['api.elementGap'](),
    escape: policies['api.escapeText'],
    empty: policies['api.emptyElement'],
    flag: policies['api.flagElement'],
  };
}
