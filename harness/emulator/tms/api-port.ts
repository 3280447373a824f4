import { Agent, request } from 'node:https';
import { readXml, type XmlNode } from '../../protocol/xml-read.ts';
import type { BridgeAnswer, BridgeMethod, ManagedBridgePort } from '../../tms/port.ts';
import type { Policies } from '../policies/index.ts';
import type { BridgeRequest } from '../policies/tms-system.ts';
import type { BridgeLogin } from './types.ts';

/** A bridge that doesn't answer, or whose certificate TMS doesn't trust; the message says why, for people. */
export class BridgeUnreachable extends Error {
  override readonly name = 'BridgeUnreachable';
}

export interface BridgePortOptions {
  login: BridgeLogin;
  policies: Policies;
  /** PEM of the authority that TMS trusts. */
  authority: string;
}

/**
 * One bridge as TMS reaches it: HTTPS to the web admin address, certificate and all. A 401 that asks for Basic credentials is
 * followed by the same request once more (document 212298, API trace 9498 and 9499). To be closed.
 */
export class BridgePort implements ManagedBridgePort {
  readonly #options: BridgePortOptions;
  readonly #agent: Agent;
  readonly #host: string;
  readonly #port: number;
  #challenged = false;
  readonly #before: BridgeRequest[] = [];

  constructor(options: BridgePortOptions) {
    this.#options = options;
    this.#agent = new Agent({ keepAlive: true, maxSockets: 2, ca: options.authority });
    const { hostname, port } = new URL(`https://${options.login.address}`);
    this.#host = hostname.replace(/^\[|\]$/g, '');
    this.#port = port === '' ? 443 : Number(port);
  }

  /** Rejects with BridgeUnreachable when there is no answer. */
  async request(method: BridgeMethod, path: string, body?: string): Promise<BridgeAnswer> {
    const step = { method, path, ...(body === undefined ? {} : { body }) };
    let answer: BridgeAnswer = { method, path, status: 0, headers: {}, size: 0, body: '' };
    for (const sent of this.#options.policies['tms.requestsOf'](step, this.#before)) {
      this.#before.push(sent);
      answer = await this.#exchange(sent);
    }
    return answer;
  }

  close(): void {
    this.#agent.destroy();
  }

  async #exchange(step: BridgeRequest): Promise<BridgeAnswer> {
    const { policies } = this.#options;
    const first = await this.#send(step, this.#challenged || policies['tms.sendsCredentialsFirst']());
    const challenge = first.headers['www-authenticate'] ?? '';
    if (first.status !== 401 || !policies['tms.answersChallenge'](challenge)) return first;
    this.#challenged = true;
    return this.#send(step, true);
  }

  #send({ method, path, body }: BridgeRequest, authorized: boolean): Promise<BridgeAnswer> {
    const { login, policies } = this.#options;
    const credentials = Buffer.from(`${login.username}:${login.password}`).toString('base64');
    const timeout = policies['tms.answerTimeoutMs']();
    return new Promise((resolve, reject) => {
      const fail = (error: Error) => reject(new BridgeUnreachable(`${login.address} ${explain(error)}`));
      const sent = request({
        agent: this.#agent,
        host: this.#host,
        port: this.#port,
        method,
        path,
        headers: {
          ...(authorized ? { Authorization: `Basic ${credentials}` } : {}),
          ...(body === undefined
            ? {}
            : {
                'Content-Type': 'application/x-www-form-urlencoded',
                'Content-Length': String(Buffer.byteLength(body)),
              }),
        },
      });
      // counted in real time: whether a bridge is alive is no matter of the cluster's clock
      const limit = setTimeout(() => sent.destroy(new Error(`did not answer within ${timeout / 1000} s`)), timeout);
      sent.once('close', () => clearTimeout(limit));
      sent.once('error', fail);
      sent.once('response', (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.once('error', fail);
        response.once('end', () => {
          const bytes = Buffer.concat(chunks);
          const text = bytes.toString('utf8');
          const headers = Object.fromEntries(
            Object.entries(response.headers).map(([name, value]) => [name, String(value)]),
          );
          const xml = treeOf(text);
          resolve({
            method,
            path,
            status: response.statusCode ?? 0,
            headers,
            size: bytes.length,
            body: text,
            ...(response.headers.location === undefined ? {} : { location: response.headers.location }),
            ...(xml ? { xml } : {}),
          });
        });
      });
      sent.end(body);
    });
  }
}

function treeOf(text: string): XmlNode | undefined {
  if (!text.trimStart().startsWith('<')) return undefined;
  try {
    return readXml(text);
  } catch {
    return undefined;
  }
}

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'can not be reached: nothing listens there; check address and port',
  ECONNRESET: 'closed the connection; check that the port is the one of Web Admin',
  EPIPE: 'closed the connection; check that the port is the one of Web Admin',
  ENOTFOUND: 'can not be reached: the host name is unknown',
  EAI_AGAIN: 'can not be reached: the name server did not answer',
  EHOSTUNREACH: 'can not be reached: there is no route to it',
  ETIMEDOUT: 'can not be reached: there was no answer in time',
  EPROTO: 'does not speak TLS on that port',
  ERR_SSL_WRONG_VERSION_NUMBER: 'does not speak TLS on that port',
  ERR_TLS_CERT_ALTNAME_INVALID: 'presents a certificate for another host',
  CERT_HAS_EXPIRED: 'presents a certificate that has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'presents a certificate that TMS does not trust',
  SELF_SIGNED_CERT_IN_CHAIN: 'presents a certificate that TMS does not trust',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'presents a certificate that TMS does not trust',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'presents a certificate that TMS does not trust',
};

/** Why there was no answer, as the rest of a sentence about the bridge. */
function explain(error: Error): string {
  const { code = '' } = error as NodeJS.ErrnoException;
  const known = reasons[code];
  if (known) return known;
  return error.message.startsWith('did not answer') ? error.message : `can not be asked (${code || error.message})`;
}
