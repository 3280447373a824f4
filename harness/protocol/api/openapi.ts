import { type Endpoint, endpointsOf } from './endpoints.ts';
import type { FilterModel, NodeModel, Verb } from './model.ts';
import { elementSchema, failureSchema, formSchema, listingSchema, type Schema } from './openapi-schemas.ts';

type Json = Readonly<Record<string, unknown>>;

const capital = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);
const reference = (kind: 'schemas' | 'responses' | 'parameters', name: string) => ({
  $ref: `#/components/${kind}/${name}`,
});
const xml = (schema: Json) => ({ 'text/xml': { schema } });

/**
 * The Call Bridge API of a version as an OpenAPI 3.1 description, generated from the declarative model: every path, verb,
 * parameter, limit, document and refusal. Documents have XML hints; nothing is JSON on the wire.
 */
export function describeApi(version: string): Json {
  const endpoints = endpointsOf(version);
  const schemas: Record<string, Schema> = { FailureDetails: failureSchema };
  for (const { node } of endpoints) addSchemas(schemas, node, version);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Call Bridge API of Cisco Meeting Server',
      version,
      description:
        'An empty value in a form unsets the field; a parameter that a PUT does not name keeps its value. Names of nodes and query parameters are case-insensitive. Every success is 200.',
    },
    servers: [
      { url: 'https://{host}:{port}/api/v1', variables: { host: { default: 'localhost' }, port: { default: '443' } } },
    ],
    security: [{ basic: [] }],
    tags: [...new Set(endpoints.map(tagOf))].map((name) => ({ name })),
    paths: Object.fromEntries(
      endpoints.map((endpoint) => [`/${endpoint.segments.join('/')}`, pathItem(endpoint, version)]),
    ),
    components: {
      securitySchemes: { basic: { type: 'http', scheme: 'basic' } },
      schemas,
      parameters: {
        limit: page('limit', 'At most so many items; the server may return fewer'),
        offset: page('offset', 'Leave out so many items at the beginning'),
      },
      responses: {
        Refused: {
          description: 'Refused; the reasons stand inside',
          content: xml(reference('schemas', 'FailureDetails')),
        },
        Unauthorized: {
          description: 'No credentials, or wrong ones',
          headers: { 'WWW-Authenticate': { schema: { type: 'string' } } },
        },
        NotFound: {
          description: 'The object does not exist; many servers answer 400',
          content: xml(reference('schemas', 'FailureDetails')),
        },
        TooLarge: { description: 'The body is larger than the server takes' },
        Busy: { description: 'Busy for the moment: ask again later' },
      },
    },
  };
}

function page(name: string, description: string): Json {
  return { name, in: 'query', description, schema: { type: 'integer', minimum: 0, maximum: 2_147_483_647 } };
}

function addSchemas(schemas: Record<string, Schema>, node: NodeModel, version: string): void {
  const name = capital(node.type);
  if (schemas[name] !== undefined) return;
  if (node.form === 'content') return;
  schemas[name] =
    node.form === 'document' || node.form === 'action'
      ? { type: 'object', xml: { name: node.item } }
      : elementSchema(node, 'object', version);
  if (node.singleton) return;
  schemas[`${name}Item`] = elementSchema(node, 'list', version);
  schemas[`${name}Listing`] = listingSchema(node, reference('schemas', `${name}Item`));
}

function pathItem(endpoint: Endpoint, version: string): Json {
  const ids = endpoint.segments.filter((segment) => segment.startsWith('{'));
  const parameters = ids.map((segment) => ({
    name: segment.slice(1, -1),
    in: 'path',
    required: true,
    schema: { type: 'string', format: 'uuid' },
  }));
  return {
    ...(parameters.length > 0 ? { parameters } : {}),
    ...Object.fromEntries(endpoint.verbs.map((verb) => [verb.toLowerCase(), operation(endpoint, verb, version)])),
  };
}

function operation(endpoint: Endpoint, verb: Verb, version: string): Json {
  const { node, kind } = endpoint;
  const write = verb === 'POST' && !(kind === 'singleton' && !node.form) ? 'create' : 'modify';
  const parameters = queryOf(endpoint, verb, version);
  const body = verb === 'POST' || verb === 'PUT' ? bodyOf(node, write, version) : null;
  return {
    operationId: operationId(endpoint, verb),
    tags: [tagOf(endpoint)],
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body ? { requestBody: body } : {}),
    responses: {
      '200': success(endpoint, verb),
      '400': reference('responses', 'Refused'),
      '401': reference('responses', 'Unauthorized'),
      '404': reference('responses', 'NotFound'),
      ...(body ? { '413': reference('responses', 'TooLarge') } : {}),
      '503': reference('responses', 'Busy'),
    },
  };
}

function queryOf({ node, kind }: Endpoint, verb: Verb, version: string): Json[] {
  if (verb === 'GET' && kind === 'collection')
    return [
      reference('parameters', 'limit'),
      reference('parameters', 'offset'),
      ...node.filters.map((filter) => ({ name: filter.name, in: 'query', schema: filterSchema(filter) })),
    ];
  if (verb === 'DELETE' && kind === 'collection') return [page('minAge', 'Seconds'), page('maxAge', 'Seconds')];
  if (verb !== 'GET' || node.form !== 'query') return [];
  const { properties = {} } = (formSchema(node, 'create', version) ?? {}) as { properties?: Record<string, Json> };
  return Object.entries(properties).map(([name, schema]) => ({ name, in: 'query', schema }));
}

function filterSchema({ match }: FilterModel): Schema {
  switch (match) {
    case 'usage':
      return { type: 'string', enum: ['referenced', 'unreferenced'] };
    case 'set':
      return { type: 'boolean' };
    default:
      return { type: 'string' };
  }
}

function bodyOf(node: NodeModel, write: 'create' | 'modify', version: string): Json | null {
  if (node.form === 'content')
    return { content: { [node.contentType ?? 'text/plain']: { schema: { type: 'string' } } } };
  const schema = formSchema(node, write, version);
  if (!schema) return null;
  return {
    required: 'required' in schema,
    content: { 'application/x-www-form-urlencoded': { schema } },
  };
}

function success({ node, kind }: Endpoint, verb: Verb): Json {
  const name = capital(node.type);
  if (verb === 'GET' || node.form === 'query') {
    if (node.form === 'content')
      return {
        description: 'Its content',
        content: { [node.contentType ?? 'text/plain']: { schema: { type: 'string' } } },
      };
    if (kind === 'collection') return { description: 'A page', content: xml(reference('schemas', `${name}Listing`)) };
    return { description: 'Its document', content: xml(reference('schemas', name)) };
  }
  if (verb === 'POST' && kind === 'collection')
    return {
      description: 'Created; the body is empty',
      headers: {
        Location: {
          description: "The object's path, relative to the host",
          required: true,
          schema: { type: 'string', pattern: '^/api/v1/' },
        },
      },
    };
  return { description: 'Done; the body is empty' };
}

function tagOf({ segments }: Endpoint): string {
  return segments[0] === 'system' ? 'system' : (segments[0] ?? '');
}

/** A name for the operation, e.g. `listCoSpaceAccessMethods`, `modifyCoSpace`, `getCoSpaceMeetingEntryDetail`. */
function operationId({ node, kind, above, segments }: Endpoint, verb: Verb): string {
  if (kind === 'singleton') {
    const acts = node.form === 'action' || node.form === 'query';
    const does = { GET: 'get', POST: acts ? 'run' : 'set', PUT: acts ? 'run' : 'modify', DELETE: 'delete' }[verb];
    return does + joined(above, node, node.type);
  }
  const last = kind === 'collection' && verb !== 'POST' ? node.collection : node.item;
  const does =
    kind === 'collection'
      ? { GET: 'list', POST: 'create', PUT: 'modify', DELETE: 'clear' }[verb]
      : { GET: 'get', POST: 'run', PUT: 'modify', DELETE: 'delete' }[verb];
  return does + joined(above.length > 0 ? above : segments.slice(0, node.path.length - 1), node, last);
}

/** A name behind those above it; one that exists there only may have them in itself. */
function joined(above: readonly string[], node: NodeModel, name: string): string {
  const place = above.map(capital).join('');
  const own = capital(name);
  return node.path.length === 0 && own.startsWith(place) ? own : place + own;
}
