import { exists, type FieldModel, type FieldType, type NodeModel } from './model.ts';

/** A JSON schema, as OpenAPI 3.1 has it. */
export type Schema = Readonly<Record<string, unknown>>;

/** What a form parameter may be. Numbers and booleans are text on the wire. */
export function valueSchema(type: FieldType): Schema {
  switch (type.kind) {
    case 'text':
      return { type: 'string', ...(type.maxLength === undefined ? {} : { maxLength: type.maxLength }) };
    case 'boolean':
      return { type: 'boolean' };
    case 'number':
      return { type: 'integer', minimum: type.minimum, maximum: type.maximum };
    case 'digits':
      return { type: 'string', pattern: '^[0-9]+$' };
    case 'uri':
      return { type: 'string', pattern: '^[^@\\s]+$', description: 'User part of a URI, left of the `@`' };
    case 'uriGenerator':
      return { type: 'string', pattern: '^[A-Za-z0-9._-]*\\$[A-Za-z0-9._-]*$' };
    case 'url':
      return { type: 'string', pattern: '^[A-Za-z][A-Za-z0-9+.-]*://[^\\s]+$' };
    case 'pattern':
      return { type: 'string', pattern: type.like.source };
    case 'mapping':
      return { type: 'string', description: 'Text with at most one `$index$`; `$` and `\\` are escaped by `\\`' };
    case 'ldapMapping':
      return { type: 'string', description: "Text with attributes of the directory's entry, e.g. `$mail$`" };
    case 'choice':
      return { type: 'string', enum: [...type.values] };
    case 'id':
      return { type: 'string', format: 'uuid', description: `Id of an object of type ${type.of}` };
  }
}

/** The form that creates an object, or modifies it; null when it takes no parameter. */
export function formSchema(node: NodeModel, write: 'create' | 'modify', version: string): Schema | null {
  const fields = node.fields.filter(
    (field) => exists(field, version) && (field.written === 'always' || field.written === write),
  );
  if (fields.length === 0) return null;
  const required = write === 'create' ? fields.filter((field) => field.required).map(({ name }) => name) : [];
  return {
    type: 'object',
    properties: Object.fromEntries(fields.map((field) => [field.name, formField(field, write)])),
    ...(required.length > 0 ? { required } : {}),
  };
}

function formField({ type, default: preset, required }: FieldModel, write: 'create' | 'modify'): Schema {
  const schema = valueSchema(type);
  return preset === undefined || required || write === 'modify'
    ? schema
    : { ...schema, default: typed(schema, preset) };
}

function typed({ type }: Schema, text: string): unknown {
  if (type === 'boolean') return text === 'true';
  return type === 'integer' ? Number(text) : text;
}

/** An object's element: `where` is a listing, which shows less of it, or its own document. */
export function elementSchema(node: NodeModel, where: 'list' | 'object', version: string): Schema {
  const shown = node.fields.filter(
    (field) => exists(field, version) && (where === 'list' ? field.shown === 'list' : field.shown !== 'never'),
  );
  const properties: Record<string, Schema> = {};
  if (!node.singleton && !shown.some(({ attribute }) => attribute))
    properties.id = { type: 'string', xml: { attribute: true } };
  for (const field of shown.filter(({ group }) => group === undefined)) {
    properties[field.name] = { ...shownSchema(field.type), ...(field.attribute ? { xml: { attribute: true } } : {}) };
  }
  for (const group of ['configuration', 'status'] as const) {
    const inner = shown.filter((field) => field.group === group);
    if (inner.length === 0) continue;
    properties[group] = {
      type: 'object',
      properties: Object.fromEntries(inner.map(({ name, type }) => [name, shownSchema(type)])),
    };
  }
  return { type: 'object', xml: { name: node.item }, properties };
}

/** What is read is not bound to what may be written: an unset field of any type may be shown empty. */
function shownSchema(type: FieldType): Schema {
  return type.kind === 'choice' ? { type: 'string', examples: [...type.values] } : { type: 'string' };
}

/** A page of a collection. */
export function listingSchema(node: NodeModel, item: Schema): Schema {
  const attribute = (name: string) => [name, { type: 'string', xml: { attribute: true } }] as const;
  return {
    type: 'object',
    xml: { name: node.collection },
    required: ['total'],
    properties: {
      total: { type: 'integer', minimum: 0, xml: { attribute: true }, description: 'How many objects match' },
      ...Object.fromEntries((node.listAttributes ?? []).map(([name]) => attribute(name))),
      [node.item]: { type: 'array', items: item },
    },
  };
}

/** The document of a refusal. */
export const failureSchema: Schema = {
  type: 'object',
  xml: { name: 'failureDetails' },
  description: 'One empty element for each reason, e.g. `<coSpaceDoesNotExist />`',
  properties: {
    parameterError: {
      type: 'object',
      properties: {
        parameter: { type: 'string', xml: { attribute: true } },
        error: { type: 'string', xml: { attribute: true }, examples: ['invalidValue'] },
      },
    },
  },
};
