import { request } from 'node:https';
import { readXml, type XmlNode } from '../../protocol/xml-read.ts';
import { loopbackAuthorization } from '../api/loopback.ts';
import type { EmulatedNode } from '../kernel/node.ts';

/** Milliseconds of real time until a Call Bridge counts as silent (inferred). */
const limit = 5000;

/**
 * What the Call Bridge on the scheduler's own server answers to a GET (document 217367: its API, over loopback); null when it
 * doesn't answer with a document.
 */
export function askCallBridge(node: EmulatedNode, path: string): Promise<XmlNode | null> {
  const { api } = node.endpoints;
  const authority = node.cluster.store.setting<{ cert: string }>('*', 'authority')?.cert;
  if (api === null || authority === undefined) return Promise.resolve(null);
  const { port } = new URL(api);
  return new Promise((resolve) => {
    const asked = request(
      {
        host: '127.0.0.1',
        port,
        path,
        ca: authority,
        timeout: limit,
        agent: false,
        headers: { authorization: loopbackAuthorization(node) },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.once('end', () => resolve(response.statusCode === 200 ? documentIn(Buffer.concat(chunks)) : null));
      },
    );
    asked.once('timeout', () => asked.destroy());
    asked.once('close', () => resolve(null));
    asked.on('error', () => resolve(null));
    asked.end();
  });
}

function documentIn(body: Buffer): XmlNode | null {
  try {
    return readXml(body.toString('utf8'));
  } catch {
    return null;
  }
}
