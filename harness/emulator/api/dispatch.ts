import type { NodeModel, ObjectType, Verb } from '../../protocol/api/model.ts';
import { type Above, missingReason, type Resolved, resolvePath } from '../../protocol/api/tree.ts';
import { type FormPair, readForm } from '../../protocol/form.ts';
import { PeerLinks } from '../kernel/peer-links.ts';
import type { AuditedChange, Field } from '../policies/api.ts';
import type { Policies } from '../policies/index.ts';
import { Refusal, type RequestContext } from './context.ts';
import { selectPage } from './listing.ts';
import { readChanges } from './parameters.ts';
import { type Document, printFailure, printList, printObject } from './print.ts';
import { type Item, resourceOf } from './resources.ts';
import { readSingleton, writeSingleton } from './singletons.ts';

/** A request as it is, before anything of it is understood. */
export interface ApiRequest {
  method: string;
  /** Path with query, as received. */
  target: string;
  body: string;
  /** Scheme, host and port as the client wrote them. */
  origin: string;
}

export interface ApiAnswer {
  status: number;
  headers: Field[];
  document: Document | null;
  /** What the audit log says of the change. */
  audit: AuditedChange | null;
}

/** The pairs of a form body or query, read as the policies say. */
export function readPairs(policies: Policies, text: string): FormPair[] {
  return readForm(text, {
    split: policies['api.formPairs'],
    decodePlus: policies['api.decodePlus'],
    decodePercent: policies['api.decodePercent'],
  });
}

/** Carries a request out and says what to answer. A refusal is an answer too. */
export function dispatch(context: RequestContext, request: ApiRequest): ApiAnswer {
  try {
    if (request.method === 'GET') return serve(context, request);
    const lost = PeerLinks.of(context.node)?.lost() ?? 0;
    if (!context.policies['cluster.takesWrites'](lost)) throw new Refusal('serviceUnavailable');
    return context.objects.atomically(() => serve(context, request));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const document = printFailure(context, context.policies['api.toldReasons'](error.reasons));
    return { status: context.policies['api.refusalStatus'](error.reasons[0].name), headers: [], document, audit: null };
  }
}

function serve(context: RequestContext, request: ApiRequest): ApiAnswer {
  const at = request.target.indexOf('?');
  const path = at < 0 ? request.target : request.target.slice(0, at);
  const resolved = resolve(context, path);
  const verb = resolved.verbs.find((known) => known === request.method);
  if (!verb)
    throw new Refusal(context.policies['api.unsupportedVerbReason'](resolved.node.type, request.method, resolved.kind));
  const query = readPairs(context.policies, at < 0 ? '' : request.target.slice(at + 1));
  if (resolved.kind === 'singleton') {
    if (verb === 'GET') return readSingleton(context, resolved, query);
    return writeSingleton(context, resolved, verb, readPairs(context.policies, request.body), request.body);
  }
  if (verb === 'GET') return answer(read(context, resolved, query));
  return write(context, resolved, verb, path, request, query);
}

function resolve(context: RequestContext, path: string): Resolved {
  const { node, policies } = context;
  const segments = path.split('/').slice(1).map(decodeSegment);
  if (segments.at(-1) === '' && policies['api.trailingSlashIsIgnored']()) segments.pop();
  const [, version, ...rest] = segments;
  if (version === undefined || !policies['api.versionIsServed'](version))
    throw new Refusal(policies['api.wrongVersionReason']());
  const resolved = resolvePath(
    rest,
    policies['objects.servedVersion'](rest[0] ?? '', node.version),
    policies['api.segmentIs'],
    policies['api.idOf'],
  );
  if (!resolved) throw new Refusal(policies['api.unknownNodeReason'](rest.length));
  let parent: Above | null = null;
  for (const object of [...resolved.above, ...(resolved.parent ? [resolved.parent] : [])]) {
    if (!resourceOf(object.type).find(context, object.id, parent)) throw missing(context, object.type);
    parent = object;
  }
  return resolved;
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment; // names nothing, whatever it is
  }
}

function read(context: RequestContext, { kind, node, id, parent }: Resolved, query: FormPair[]): Document {
  const resource = resourceOf(node.type);
  if (kind === 'object') return printObject(context, node, existing(context, node, id, parent));
  const page = selectPage(context, node, resource.list(context, parent), query);
  return printList(context, node, page.items, page.total);
}

function write(
  context: RequestContext,
  resolved: Resolved,
  verb: Verb,
  path: string,
  request: ApiRequest,
  query: readonly FormPair[],
): ApiAnswer {
  const { policies } = context;
  const { node, parent } = resolved;
  const resource = resourceOf(node.type);
  const pairs = readPairs(policies, request.body);
  const audit = { type: node.type, noun: node.noun, parent: parent?.id ?? null };
  if (verb === 'POST' && resource.create) {
    const { id, path: own } = resource.create(context, readChanges(context, node, pairs, 'create'), parent);
    const location = policies['api.location']({
      type: node.type,
      id,
      path: own ?? `/${[...node.path, id].join('/')}`,
      received: path,
      origin: request.origin,
    });
    return {
      status: policies['api.createdStatus'](node.type),
      headers: location === null ? [] : [['Location', location]],
      document: plain(policies['api.createdBody'](node.type, id)),
      audit: { verb: 'created', id, name: null, ...audit },
    };
  }
  if (resolved.kind === 'collection') {
    if (verb !== 'DELETE' || !resource.clear)
      throw new Refusal(policies['api.unsupportedVerbReason'](node.type, verb, resolved.kind));
    resource.clear(context, [...query, ...pairs], parent);
    return {
      status: policies['api.deletedStatus'](node.type),
      headers: [],
      document: plain(policies['api.deletedBody'](node.type, '')),
      audit: null,
    };
  }
  const item = existing(context, node, resolved.id, parent);
  if (verb === 'PUT' && resource.modify) {
    const next = resource.modify(context, item, readChanges(context, node, pairs, 'modify'));
    return {
      status: policies['api.modifiedStatus'](node.type),
      headers: [],
      document: plain(policies['api.modifiedBody'](node.type, item.id)),
      audit: { verb: 'modified', id: item.id, name: next.fields.name ?? '', ...audit },
    };
  }
  resource.remove?.(context, item);
  return {
    status: policies['api.deletedStatus'](node.type),
    headers: [],
    document: plain(policies['api.deletedBody'](node.type, item.id)),
    audit: { verb: 'deleted', id: item.id, name: item.fields.name ?? '', ...audit },
  };
}

function existing(context: RequestContext, node: NodeModel, id: string | null, parent: Above | null): Item {
  const item = id === null ? undefined : resourceOf(node.type).find(context, id, parent);
  if (!item) throw missing(context, node.type);
  return item;
}

function missing({ policies }: RequestContext, type: ObjectType): Refusal {
  return new Refusal(policies['api.missingObjectReason'](type, missingReason(type)));
}

function answer(document: Document): ApiAnswer {
  return { status: 200, headers: [], document, audit: null };
}

function plain(body: string): Document | null {
  return body === '' ? null : { body, lines: [body] };
}
