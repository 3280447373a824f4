import type { IncomingHttpHeaders } from 'node:http';
import { Agent, request as httpsRequest } from 'node:https';
import type { Version } from '../../protocol/platform.ts';
import { childText, readXml, type XmlNode } from '../../protocol/xml-read.ts';
import { clusterAuthority, nodeIdentity } from '../kernel/identity.ts';
import type { Replacement } from '../policies/index.ts';
import { buildNode, type TestNode, testCredentials } from '../testing.ts';
import { type ApiServerOptions, startApi } from './server.ts';

export interface TestAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
  /** The body as text; as a tree when it is XML. */
  text: string;
  xml: XmlNode | undefined;
  /** `Location`, or an empty text. */
  location: string;
  /** Names of the failure reasons. */
  reasons: string[];
}

/** A node's API as the emulator's own tests use it. */
export interface TestApi {
  node: TestNode;
  port: number;
  ca: string;
  request(method: string, path: string, body?: string | Buffer, headers?: Record<string, string>): Promise<TestAnswer>;
  get(path: string): Promise<TestAnswer>;
  post(path: string, body?: string): Promise<TestAnswer>;
  put(path: string, body?: string): Promise<TestAnswer>;
  delete(path: string): Promise<TestAnswer>;
  /** Text of a field of the object at `path`. */
  field(path: string, name: string): Promise<string | undefined>;
  close(): Promise<void>;
}

/** Starts the API of a standalone node; requests carry `testCredentials` unless they bring an `authorization`. */
export async function startTestApi(
  options: { version?: Version; replacements?: readonly Replacement[]; node?: TestNode } & ApiServerOptions = {},
): Promise<TestApi> {
  const { version = '3.5', replacements = [] } = options;
  const node = options.node ?? buildNode({ version, replacements });
  const identity = await nodeIdentity(node.cluster.store, node.name, ['127.0.0.1']);
  const api = await startApi(node, { host: '127.0.0.1', port: 0 }, identity, options);
  const ca = (await clusterAuthority(node.cluster.store)).cert;
  const agent = new Agent({ keepAlive: true, ca });
  const basic = `Basic ${Buffer.from(`${testCredentials.username}:${testCredentials.password}`).toString('base64')}`;
  const request: TestApi['request'] = (method, path, body, headers = {}) =>
    new Promise((resolve, reject) => {
      const size: Record<string, string> =
        body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
      const outgoing = httpsRequest(
        {
          agent,
          host: '127.0.0.1',
          port: api.port,
          method,
          path,
          headers: { authorization: basic, ...size, ...headers },
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.once('error', reject);
          response.once('end', () =>
            resolve(toAnswer(response.statusCode ?? 0, response.headers, Buffer.concat(chunks))),
          );
        },
      );
      outgoing.once('error', reject);
      outgoing.end(body);
    });
  return {
    node,
    port: api.port,
    ca,
    request,
    get: (path) => request('GET', path),
    post: (path, body = '') => request('POST', path, body),
    put: (path, body = '') => request('PUT', path, body),
    delete: (path) => request('DELETE', path),
    field: async (path, name) => childText((await request('GET', path)).xml, name),
    close: async () => {
      agent.destroy();
      await api.close();
      node.cluster.clock.stop();
    },
  };
}

function toAnswer(status: number, headers: IncomingHttpHeaders, body: Buffer): TestAnswer {
  const text = body.toString('utf8');
  const xml =
    headers['content-type']?.startsWith('text/xml') && headers['content-encoding'] === undefined && text
      ? readXml(text)
      : undefined;
  const reasons = xml?.name === 'failureDetails' ? xml.children.map((child) => child.name) : [];
  return { status, headers, body, text, xml, location: headers.location ?? '', reasons };
}
