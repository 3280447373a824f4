import { compareVersions } from '../platform.ts';
import type { ObjectType } from './object-types.ts';

export type { ObjectType };

/** What a field's text may be. Empty text unsets every kind of field. */
export type FieldType =
  | { kind: 'text'; maxLength?: number }
  | { kind: 'boolean' }
  | { kind: 'number'; minimum: number; maximum: number }
  | { kind: 'digits' }
  | { kind: 'uri' }
  | { kind: 'uriGenerator' }
  | { kind: 'url' }
  /** Text that is like this. */
  | { kind: 'pattern'; like: RegExp }
  | { kind: 'mapping'; part: 'name' | 'uri' | 'callId' }
  | { kind: 'ldapMapping' }
  | { kind: 'choice'; values: readonly string[] }
  /** `checked`: a write is refused when the object doesn't exist. */
  | { kind: 'id'; of: ObjectType; checked: boolean };

export interface FieldModel {
  name: string;
  type: FieldType;
  /** First version that has the field, and first that hasn't any more. */
  since?: string;
  removed?: string;
  /** Printed in a list's item and in the object, in the object only, or not at all. */
  shown: 'list' | 'object' | 'never';
  /** Which writes take it. */
  written: 'always' | 'create' | 'modify' | 'never';
  /** A create without it is refused. */
  required?: boolean;
  /** Value of an object that is created without it. */
  default?: string;
  /** Printed also while it is unset. */
  shownEmpty?: boolean;
  /** The nested element that holds it. */
  group?: 'configuration' | 'status';
  /** Printed as an attribute of the object's element. */
  attribute?: boolean;
}

export type Verb = 'GET' | 'POST' | 'PUT' | 'DELETE';

export interface FilterModel {
  name: string;
  /**
   * Part of one of the fields; equality with the id in a field, or with its text; whether anything refers to the object; at least
   * or at most so much, of numbers or times; whether the field is set; or `all`, or names joined by a vertical bar, of which the
   * field holds one.
   */
  match: 'part' | 'equal' | 'exact' | 'usage' | 'atLeast' | 'atMost' | 'set' | 'named';
  fields: readonly string[];
}

/**
 * A collection with its objects (`/calls`, `/calls/<id>`), or a node that is one thing (`singleton`): an object
 * (`/system/status`), an action (`generateKeyframe`), a query (`/accessQuery`), a document of its own form or a content.
 */
export interface NodeModel {
  type: ObjectType;
  /** Names of root and item in a listing; a singleton's root is `item`. */
  collection: string;
  item: string;
  /** Canonical path below `/api/v1`. */
  path: readonly string[];
  singleton?: boolean;
  /** What a singleton is that isn't an object with fields: something to run, to ask, or with nested elements or another content. */
  form?: 'action' | 'query' | 'document' | 'content';
  /** Type of what a `content` holds. */
  contentType?: string;
  /** Attributes of a listing's root beside `total`. */
  listAttributes?: readonly (readonly [name: string, value: string])[];
  since?: string;
  removed?: string;
  verbs: { collection: readonly Verb[]; object: readonly Verb[] };
  fields: readonly FieldModel[];
  filters: readonly FilterModel[];
  /** Items of a page without `limit`, and the most that a `limit` gets. */
  pageSize: number;
  maxPage: number;
  /** Failure reason for an id that matches nothing. */
  missing: string;
  /** How audit lines call the object. */
  noun: string;
}

/** A collection or singleton below an object, e.g. `/calls/<id>/callLegs`. */
export interface SubNodeModel {
  parent: ObjectType;
  /** Name of the node below the object; may be a path. */
  segment: string;
  of: ObjectType;
  verbs: readonly Verb[];
  /** Of the objects of a collection that have their path here; those of the others have a path of their own. */
  objectVerbs?: readonly Verb[];
  since?: string;
  removed?: string;
}

export const text = (maxLength?: number): FieldType => ({
  kind: 'text',
  ...(maxLength === undefined ? {} : { maxLength }),
});
export const boolean: FieldType = { kind: 'boolean' };
export const digits: FieldType = { kind: 'digits' };
export const uri: FieldType = { kind: 'uri' };
/** How the URI of an access method is made of its space's (`$`). */
export const uriGenerator: FieldType = { kind: 'uriGenerator' };
export const pattern = (like: RegExp): FieldType => ({ kind: 'pattern', like });
export const url: FieldType = { kind: 'url' };
export const number = (minimum = 0, maximum = 2_147_483_647): FieldType => ({ kind: 'number', minimum, maximum });
export const choice = (...values: string[]): FieldType => ({ kind: 'choice', values });
export const reference = (of: ObjectType): FieldType => ({ kind: 'id', of, checked: true });
/** An id that is kept without asking whether the object exists. */
export const uncheckedReference = (of: ObjectType): FieldType => ({ kind: 'id', of, checked: false });
export const mapping = (part: 'name' | 'uri' | 'callId'): FieldType => ({ kind: 'mapping', part });

/** What is made of an entry of a directory, e.g. `$mail$`. */
export const ldapMapping: FieldType = { kind: 'ldapMapping' };

/** A field that is printed in the object and written always, unless `options` say otherwise. */
export function field(
  name: string,
  type: FieldType,
  options: Partial<Omit<FieldModel, 'name' | 'type'>> = {},
): FieldModel {
  return { name, type, shown: 'object', written: 'always', ...options };
}

/** Whether this version has what appeared in `since` and went with `removed`. */
export function exists(part: { since?: string; removed?: string }, version: string): boolean {
  return (
    (part.since === undefined || compareVersions(version, part.since) >= 0) &&
    (part.removed === undefined || compareVersions(version, part.removed) < 0)
  );
}

/** Layouts of `defaultLayout` and its like (CMS API reference, "coSpace methods"). */
export const layouts = choice(
  'allEqual',
  'speakerOnly',
  'telepresence',
  'stacked',
  'allEqualQuarters',
  'allEqualNinths',
  'allEqualSixteenths',
  'allEqualTwentyFifths',
  'onePlusFive',
  'onePlusSeven',
  'onePlusNine',
  'automatic',
  'onePlusN',
);
