import type { Resolved } from '../../protocol/api/tree.ts';
import { compareVersions } from '../../protocol/platform.ts';
import {
  answerText,
  auditText,
  bodyTexts,
  contentText,
  headerText,
  mask,
  parameterTexts,
  requestText,
} from '../../protocol/trace/write.ts';
import type { AccountRole } from '../kernel/accounts.ts';

/** Who asks, as far as the Basic header says it; `verified` is whether the password is right. */
export interface Caller {
  username: string;
  verified: boolean;
  role: AccountRole | null;
  mustChangePassword: boolean;
}

/** One reason inside `failureDetails`; `parameterError` has the attributes `parameter` and `error`. */
export interface FailureReason {
  name: string;
  attributes: Record<string, string>;
}

/** What was created, for its `Location`. `path` is canonical, below `/api/v1`; `received` is the path as the client wrote it. */
export interface Created {
  type: string;
  id: string;
  path: string;
  received: string;
  /** Scheme, host and port as the client addressed them. */
  origin: string;
}

/** A window on a list of `count` matching objects; `size` and `maximum` are the server's own for this collection. */
export interface PageRequest {
  collection: string;
  count: number;
  offset: number;
  limit: number | null;
  size: number;
  maximum: number;
}

/** What an audit line tells of. `parent` is the call of a leg; `name` the object's new name. */
export interface AuditedChange {
  verb: 'created' | 'modified' | 'deleted';
  type: string;
  /** The printed name of the type, e.g. `call profile`. */
  noun: string;
  id: string;
  parent: string | null;
  name: string | null;
}

/** A child element of a document with its text. */
export type Field = readonly [name: string, value: string];

/** A parameter of a request body: decoded, and how it was written. */
export interface TracedParameter {
  name: string;
  value: string;
  /** Nothing between two `&`: a pair without name and value. */
  empty: boolean;
  last: boolean;
}

/**
 * The decisions of the Call Bridge API as such: transport, authentication, bodies, paths, failures, paging, XML and trace
 * (facts: call-bridge-api 1-5, 24). Those marked "inferred" are defaults of the emulator; no document states them.
 */
export const apiPolicies = {
  // --- authentication (1.2) ---

  /** Basic with the realm `acano`, recorded for 2.0(RC); taken to be the same later (inferred). No challenge when null. */
  'api.challenge': (): string | null => 'Basic realm="acano"',

  /** Status of a request without or with wrong credentials. */
  'api.unauthorizedStatus': (): number => 401,

  /** Body of that answer: none. */
  'api.unauthorizedBody': (): string => '',

  /** Whether the caller is let in. */
  'api.isAuthenticated': (caller: Caller | null): boolean => caller?.verified === true && !caller.mustChangePassword,

  /** Roles that may use the API: `api` and `admin`; that others get a 401 is inferred. */
  'api.roleMay': (role: AccountRole): boolean => role === 'admin' || role === 'api',

  // --- paths (1.5) ---

  /** Whether a received path segment names a node of the tree: case doesn't count. */
  'api.segmentIs': (node: string, received: string): boolean => node.toLowerCase() === received.toLowerCase(),

  /** The id that a path segment or a reference names: the case of hexadecimal digits doesn't count (inferred). */
  'api.idOf': (received: string): string => received.toLowerCase(),

  /** Whether `/calls/` is `/calls`. */
  'api.trailingSlashIsIgnored': (): boolean => true,

  /** Whether the version segment is the one that is served. */
  'api.versionIsServed': (segment: string): boolean => segment.toLowerCase() === 'v1',

  /** Whether a query parameter of this name is meant: case doesn't count. */
  'api.queryNameIs': (name: string, received: string): boolean => name.toLowerCase() === received.toLowerCase(),

  // --- request bodies (1.4, 4) ---

  /** The pairs of a form body, undecoded: a lone `&` makes empty pairs, and they mean nothing. */
  'api.formPairs': (body: string): string[] => body.split('&'),

  /** Whether a body with an empty pair is refused. */
  'api.emptyPairIsRefused': (): boolean => false,

  /** `+` is a blank. */
  'api.decodePlus': (text: string): string => text.replaceAll('+', ' '),

  /** Percent-encoded UTF-8; what is not well encoded stays as it is (inferred). */
  'api.decodePercent': (text: string): string => {
    try {
      return decodeURIComponent(text);
    } catch {
      return text;
    }
  },

  /** An empty value unsets the field; `null` would leave it as it was. */
  'api.emptyValue': (_type: string, _field: string): '' | null => '',

  /** The canonical boolean, null when it is none; `on` and `off` are one client's way to write it. */
  'api.booleanOf': (text: string): 'true' | 'false' | null => {
    const lower = text.toLowerCase();
    if (lower === 'true' || lower === 'on') return 'true';
    return lower === 'false' || lower === 'off' ? 'false' : null;
  },

  /** Whether a parameter that the object doesn't have is refused: ignored (inferred). */
  'api.unknownParameterIsRefused': (_type: string, _name: string): boolean => false,

  /** Whether a parameter that the object has, but not for this write, means nothing. */
  'api.unwritableIsIgnored': (_type: string, _name: string, _write: 'create' | 'modify'): boolean => true,

  /** Whether a create without a mandatory parameter is refused. */
  'api.requiredIsDemanded': (_type: string, _name: string): boolean => true,

  /** Whether a value outside of the field's type is refused with `parameterError`. */
  'api.invalidValueIsRefused': (_type: string, _field: string): boolean => true,

  /** Whether a reference to an object that doesn't exist is refused. */
  'api.missingReferenceIsRefused': (_type: string, _field: string): boolean => true,

  /** The text of a written field as it is kept; the object's own rules come first. */
  'api.storedText': (_type: string, _field: string, value: string): string => value,

  /** A field that a PUT doesn't name keeps its value. */
  'api.unnamedField': (_type: string, _field: string, previous: string): string => previous,

  /** Largest request body in bytes (inferred: no limit is documented). */
  'api.maxBodySize': (): number => 1_000_000,

  /** Status of a larger body (inferred). */
  'api.tooLargeStatus': (): number => 413,

  // --- success (1.3) ---

  'api.createdStatus': (_type: string): number => 200,
  'api.modifiedStatus': (_type: string): number => 200,
  'api.deletedStatus': (_type: string): number => 200,

  /** Bodies of successful writes: none. */
  'api.createdBody': (_type: string, _id: string): string => '',
  'api.modifiedBody': (_type: string, _id: string): string => '',
  'api.deletedBody': (_type: string, _id: string): string => '',

  /** `Location` of a created object: host-relative and canonical; no header when null. */
  'api.location': (created: Created): string | null => `/api/v1${created.path}`,

  /** `Content-Type` of a document, by the name of its root. */
  'api.contentType': (_root: string): string => 'text/xml',

  /** Headers of every answer, as captured. */
  'api.commonHeaders': (): Field[] => [
    ['Server', 'Apache'],
    ['X-Frame-Options', 'DENY'],
    ['Strict-Transport-Security', 'max-age=31536000; includeSubDomains'],
    ['Vary', 'Accept-Encoding'],
  ],

  /** Whether a document is compressed for a client that sends this `Accept-Encoding`. */
  'api.compresses': (acceptEncoding: string): boolean =>
    /(^|[\s,])(gzip|\*)(?!\s*;\s*q=0(\.0*)?\s*(,|$))/i.test(acceptEncoding),

  // --- failures (5) ---

  /** Status of a refusal: 400 for clients, although the blueprint has 404 for unknown ids. */
  'api.refusalStatus': (_reason: string): number => 400,

  /** Reason for an id that matches nothing; `reason` is the catalogue's, e.g. `coSpaceDoesNotExist`. */
  'api.missingObjectReason': (_type: string, reason: string): string => reason,

  /** Reason for an unknown element in a path of so many below `/api/v1`: spelt with s on the wire. */
  'api.unknownNodeReason': (_elements: number): string => 'unrecognisedObject',

  /** Reason for a verb that the node doesn't support. */
  'api.unsupportedVerbReason': (_type: string, _verb: string, _kind: Resolved['kind']): string => 'invalidOperation',

  /** Which of the reasons to refuse a request are told: the first one (inferred; one or more are documented). */
  'api.toldReasons': (reasons: readonly FailureReason[]): readonly FailureReason[] => reasons.slice(0, 1),

  /** Reason for another version segment than `v1`. */
  'api.wrongVersionReason': (): string => 'invalidVersion',

  /** A refused value: `<parameterError parameter= error= />`; `missing` is recollection (inferred). */
  'api.parameterError': (parameter: string, error: 'invalidValue' | 'missing'): FailureReason => ({
    name: 'parameterError',
    attributes: { parameter, error },
  }),

  // --- collections (3) ---

  /** Objects of a page when no limit is asked for: 10 live ones, 20 others (client-observed and inferred). */
  'api.pageSize': (_collection: string, size: number): number => size,

  /** Which matching objects are returned, as a half-open range. */
  'api.page': ({ count, offset, limit, size, maximum }: PageRequest): { from: number; to: number } => {
    const from = Math.min(offset, count);
    return { from, to: Math.min(count, from + Math.min(limit ?? size, maximum)) };
  },

  /** `total` counts what matches, not what is returned. */
  'api.total': (matching: number, _returned: number): number => matching,

  /** Whether a collection knows a filter that it is documented to have. */
  'api.filterIsKnown': (_collection: string, _filter: string): boolean => true,

  /** `filter`: case-insensitive part of one of the values (inferred, but for names). */
  'api.filterMatches': (wanted: string, values: readonly string[]): boolean =>
    values.some((value) => value.toLowerCase().includes(wanted.toLowerCase())),

  /** A filter by id: equality; an empty one filters nothing. */
  'api.idFilterMatches': (wanted: string, value: string, _filter: string): boolean =>
    wanted === '' || wanted.toLowerCase() === value,

  /** `emailFilter`, `cdrTagFilter`: the very text; an empty one filters nothing (inferred). */
  'api.exactFilterMatches': (_filter: string, wanted: string, value: string): boolean =>
    wanted === '' || wanted === value,

  /** Order of a list: creation (inferred; none is documented). */
  'api.listOrder': <Listed>(items: readonly Listed[]): readonly Listed[] => items,

  // --- documents (2) ---

  /** The declaration of a document whose root is `root`: 2.0 has none before `calls`. */
  'api.declaration': (root: string, version: string): string =>
    root === 'calls' && compareVersions(version, '2.0') <= 0 ? '' : '<?xml version="1.0"?>',

  /** An element without content. */
  'api.emptyElement': (name: string, attributes: string): string => `<${name}${attributes}></${name}>`,

  /** A flag inside `failureDetails`. */
  'api.flagElement': (name: string, attributes: string): string => `<${name}${attributes} />`,

  /** What stands between two elements: nothing. */
  'api.elementGap': (): string => '',

  /** Text with the characters of markup replaced, the apostrophe too; those that XML can't hold are left out (inferred). */
  'api.escapeText': (text: string): string =>
    // most texts need nothing, and a list has many
    /[&<>'"\p{Cc}\p{Cs}\ufffe\uffff]/u.test(text)
      ? text
          .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
          .replaceAll('&', '&amp;')
          .replaceAll('<', '&lt;')
          .replaceAll('>', '&gt;')
          .replaceAll("'", '&apos;')
          .replaceAll('"', '&quot;')
      : text,

  /** What the root of a list says beside `total`. */
  'api.listAttributes': (_type: string, attributes: readonly Field[]): readonly Field[] => attributes,

  /** The children of an object, in their order; `where` tells a list's item from the object itself. */
  'api.elements': (_type: string, _where: 'list' | 'object', elements: readonly Field[]): readonly Field[] => elements,

  // --- system (17) and Call Bridges (16) ---

  /** Software version in the status. */
  'status.softwareVersion': (softwareVersion: string): string => softwareVersion,

  /** Whole seconds since the last start. */
  'status.uptimeSeconds': (milliseconds: number): number => Math.floor(milliseconds / 1000),

  /** The clock of call detail records; milliseconds since 1970. */
  'status.cdrTime': (now: number): string => `${new Date(now).toISOString().slice(0, 19)}Z`,

  /** Whether the bridge says that it is clustered: when it lists members. */
  'status.clusterEnabled': (callBridges: number): boolean => callBridges > 0,

  /** Call legs that count as active: those that are connected (recorded: a ringing one doesn't). */
  'status.callLegsActive': (states: readonly string[]): number =>
    states.filter((state) => state === 'connected' || state === 'onHold').length,

  /** Bit rates in bit/s; the emulator carries no media. */
  'status.bitRate': (_element: string): string => '0',

  /** Media load in load units (inferred: the emulator carries no media). */
  'status.mediaProcessingLoad': (_activeLegs: number): number => 0,

  // --- trace (24) ---

  /** Whether the API is traced to the system log. The emulator traces from the start (inferred). */
  'trace.enabled': (): boolean => true,

  /** Number of the next request: one counter per Call Bridge. */
  'trace.number': (previous: number): number => previous + 1,

  'trace.requestText': (method: string, path: string, client: string): string => requestText(method, path, client),
  'trace.contentText': (size: number, type: string): string => contentText(size, type),
  'trace.answerText': (status: number, size: number): string => answerText(status, size),
  'trace.headerText': (name: string, value: string): string => headerText(name, value),

  /** Headers of an answer that are traced. */
  'trace.tracedHeaders': (): readonly string[] => ['Location', 'WWW-Authenticate'],

  /** What is printed for a parameter's value, null for the value itself. Only `passcode` is known to be masked. */
  'trace.maskedValue': (name: string, _value: string): string | null => (/passcode$/i.test(name) ? mask : null),

  /** A parameter as it is printed: with its `&`, unless it is the last or masked. */
  'trace.parameterText': (parameter: TracedParameter, masked: string | null): string => {
    if (parameter.empty) return '&';
    if (masked !== null) return `${parameter.name}=${masked}`;
    return `${parameter.name}=${parameter.value}${parameter.last ? '' : '&'}`;
  },

  /** The lines of a printed parameter. */
  'trace.wrap': (parameter: string): string[] => parameterTexts(parameter),

  /** The lines of a document. */
  'trace.bodyTexts': (lines: readonly string[]): string[] => bodyTexts(lines),

  /** An audit line; none when null. */
  'trace.auditText': (client: string, user: string, action: string): string | null => auditText(client, user, action),

  /** What an audit line says of a change; none when null. */
  'trace.auditAction': ({ verb, type, noun, id, parent, name }: AuditedChange): string | null => {
    if (verb === 'created') return `created new ${noun} ${id}${type === 'callLeg' && parent ? `, call ${parent}` : ''}`;
    return `${verb} ${noun}${id && ` ${id}`}${type === 'coSpace' && name !== null ? ` (${name})` : ''}`;
  },
};
