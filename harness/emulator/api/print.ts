import { exists, type FieldModel, type NodeModel } from '../../protocol/api/model.ts';
import { writeXml, type XmlElement } from '../../protocol/xml.ts';
import type { FailureReason } from '../policies/api.ts';
import type { ApiContext } from './context.ts';
import type { Item } from './resources.ts';

/** A document as it is sent and as it is traced. */
export interface Document {
  /** Name of its root element, where it has one. */
  root?: string;
  body: string;
  lines: string[];
  /** Its content type, when it is no XML. */
  type?: string;
}

/** An object's document. */
export function printObject(context: ApiContext, node: NodeModel, item: Item): Document {
  return print(context, element(context, node, item, 'object'));
}

/** A page of a collection; `total` counts all that match. */
export function printList(context: ApiContext, node: NodeModel, items: readonly Item[], total: number): Document {
  return print(context, {
    name: node.collection,
    attributes: [
      ['total', String(total)],
      ...context.policies['api.listAttributes'](node.type, node.listAttributes ?? []),
    ],
    children: items.map((item) => element(context, node, item, 'list')),
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

function print({ node, policies }: ApiContext, root: XmlElement): Document {
  const { text, lines } = writeXml(root, {
    declaration: policies['api.declaration'](root.name, node.version),
    gap: policies['api.elementGap'](),
    escape: policies['api.escapeText'],
    empty: policies['api.emptyElement'],
    flag: policies['api.flagElement'],
  });
  return { root: root.name, body: text, lines };
}
