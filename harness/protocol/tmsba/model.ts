/** What a value of the Booking API may be on the wire. */
export type Type = TextType | EnumerationType | ObjectType | ListType;

/** A built-in type of XML Schema. */
export interface TextType {
  kind: 'text';
  xsd: 'string' | 'int' | 'long' | 'integer' | 'boolean' | 'dateTime';
}

export interface EnumerationType {
  kind: 'enumeration';
  name: string;
  /** Each value with the API version that brought it. */
  values: readonly { value: string; since: number }[];
}

export interface ObjectType {
  kind: 'object';
  name: string;
  /** In the order of the schema, which is the order on the wire. */
  fields: readonly Field[];
}

/** An element that holds nothing but items, e.g. `Participants` with its `Participant`s. */
export interface ListType {
  kind: 'list';
  name: string;
  item: string;
  of: Type;
}

export interface Field {
  name: string;
  type: Type;
  /** The published schema requires it. */
  required: boolean;
  /** It stands as often as it has values, without an element around. */
  repeated: boolean;
  /** The API version that brought it to answers. */
  since: number;
}

/** A value as programs hold it: text, what a list or a repeated element holds, or an object by element names. */
export type Value = string | readonly Value[] | ObjectValue;
export interface ObjectValue {
  readonly [name: string]: Value | undefined;
}

export const text = (xsd: TextType['xsd']): TextType => ({ kind: 'text', xsd });

/** Values are known from the first version on, unless `[value, since]` says otherwise. */
export function enumeration(name: string, ...values: (string | readonly [string, number])[]): EnumerationType {
  return {
    kind: 'enumeration',
    name,
    values: values.map((entry) =>
      typeof entry === 'string' ? { value: entry, since: 0 } : { value: entry[0], since: entry[1] },
    ),
  };
}

export const object = (name: string, fields: readonly Field[]): ObjectType => ({ kind: 'object', name, fields });

export const listOf = (name: string, item: string, of: Type): ListType => ({ kind: 'list', name, item, of });

export function field(name: string, type: Type, more: Partial<Omit<Field, 'name' | 'type'>> = {}): Field {
  return { name, type, required: false, repeated: false, since: 0, ...more };
}
