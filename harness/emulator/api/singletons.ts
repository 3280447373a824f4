import type { Verb } from '../../protocol/api/model.ts';
import { missingReason, type Resolved } from '../../protocol/api/tree.ts';
import type { FormPair } from '../../protocol/form.ts';
import { Refusal, type RequestContext } from './context.ts';
import type { ApiAnswer } from './dispatch.ts';
import { readChanges } from './parameters.ts';
import { type Document, printObject, printTree } from './print.ts';
import { type Outcome, resourceOf } from './resources.ts';

/** What a node that is one thing gives: its object, its document, its content, or what a query without a body finds. */
export function readSingleton(
  context: RequestContext,
  { node, parent }: Resolved,
  query: readonly FormPair[],
): ApiAnswer {
  const resource = resourceOf(node.type);
  if (resource.content) {
    const body = resource.content.read(context, parent);
    return answer({ body, lines: body.split('\n'), ...(node.contentType ? { type: node.contentType } : {}) });
  }
  if (resource.document) return answer(printTree(context, resource.document(context, parent)));
  if (resource.run) return outcome(context, resource.run(context, readChanges(context, node, query, 'create'), parent));
  const item = resource.single?.(context, parent);
  if (!item) {
    const type = parent?.type ?? node.type;
    throw new Refusal(context.policies['api.missingObjectReason'](type, missingReason(type)));
  }
  return answer(printObject(context, node, item));
}

/** Writes a node that is one thing, runs it, or asks it. */
export function writeSingleton(
  context: RequestContext,
  { node, parent }: Resolved,
  verb: Verb,
  pairs: readonly FormPair[],
  body: string,
): ApiAnswer {
  const { policies } = context;
  const resource = resourceOf(node.type);
  const modified: ApiAnswer = {
    status: policies['api.modifiedStatus'](node.type),
    headers: [],
    document: plain(policies['api.modifiedBody'](node.type, '')),
    audit: {
      verb: 'modified',
      type: node.type,
      noun: node.noun,
      id: parent?.id ?? '',
      parent: parent?.id ?? null,
      name: null,
    },
  };
  if (resource.content?.write) {
    resource.content.write(context, body, parent);
    return modified;
  }
  if (resource.run) {
    const changes = readChanges(context, node, pairs, verb === 'POST' ? 'create' : 'modify');
    return outcome(context, resource.run(context, changes, parent));
  }
  if (!resource.set) throw new Refusal(policies['api.unsupportedVerbReason'](node.type, 'PUT', 'singleton'));
  resource.set(context, readChanges(context, node, pairs, 'modify'), parent);
  return modified;
}

function outcome(context: RequestContext, { headers = [], document }: Outcome): ApiAnswer {
  return { status: 200, headers, document: document ? printTree(context, document) : null, audit: null };
}

function answer(document: Document): ApiAnswer {
  return { status: 200, headers: [], document, audit: null };
}

function plain(body: string): Document | null {
  return body === '' ? null : { body, lines: [body] };
}
