import { Agent } from 'undici';
import { type Recorder, TargetUnavailable } from '../protocol/exchange.ts';
import { qualify, readObject, writeValue } from '../protocol/tmsba/codec.ts';
import {
  type Fault,
  faultOf,
  inNamespace,
  type Message,
  readEnvelope,
  writeEnvelope,
} from '../protocol/tmsba/envelope.ts';
import { errorCodes } from '../protocol/tmsba/errors.ts';
import type { ObjectType, ObjectValue, Value } from '../protocol/tmsba/model.ts';
import { bookingPath, remoteSetupPath, type SoapVersion, soap } from '../protocol/tmsba/service.ts';
import { contextHeader, serverVersionHeader, versionHeader } from '../protocol/tmsba/types.ts';
import { bookingService, remoteSetupService } from '../protocol/tmsba/wsdl.ts';
import { readXml, type XmlNode } from '../protocol/xml-read.ts';
import { type ApiTrust, connector, explain } from './api.ts';

const sessionErrors: readonly number[] = [errorCodes.ERR_CLIENT_SESSION_BLANK, errorCodes.ERR_CLIENT_SESSION_EXPIRED];

export interface BookingClientOptions {
  /** Base URL of TMS without path. */
  url: string;
  username: string;
  password: string;
  tls: ApiTrust;
  recorder?: Recorder;
  timeoutMs?: number;
}

/** How one call differs from the usual. */
export interface CallOptions {
  /** SOAP version of the envelope; 1.1 when absent. */
  version?: SoapVersion;
  /** Content type that goes out; that of the SOAP version when absent. */
  contentType?: string;
  /** The API version that the client tells; 15 when absent, none at all when null. */
  clientVersion?: number | null;
  /** The client session; the one that the last fault brought when absent. */
  session?: string;
  /** No SOAPAction is sent. */
  withoutAction?: boolean;
  path?: string;
  /** Changes the text of the message before it goes out. */
  edit?(text: string): string;
  /** Ask for conferences without their information texts. */
  excludeInformation?: boolean;
}

/** What TMS answered to a post. */
export interface BookingAnswer {
  /** What was asked, for judges and errors. */
  request: string;
  status: number;
  contentType: string;
  body: string;
  /** The server's time by its `Date` header. */
  date: Date | null;
  /** The message, when it is one. */
  message: Message | null;
  fault: Fault | null;
}

/** What TMS answered to an operation. */
export interface OperationAnswer extends BookingAnswer {
  /** What the operation gave; undefined for an empty answer, a fault, or no message. */
  result: Value | undefined;
  /** Names of the elements of the result, in their order. */
  elements: string[];
  /** The header entries, read. */
  versionHeader: ObjectValue | null;
  serverVersion: number | null;
}

/**
 * Client of the Booking API of TMS (TMSBA Programming Reference Guide). Every answer is returned, faults too; only a server that
 * can't be asked, or refuses the client's own credentials, throws TargetUnavailable. Basic authentication: it has to be switched
 * on in IIS for the virtual directory, where Windows authentication is the default.
 */
export class TmsBookingClient {
  readonly #options: BookingClientOptions;
  readonly #agent: Agent;
  #session = '';

  constructor(options: BookingClientOptions) {
    this.#options = options;
    const timeout = options.timeoutMs ?? 15_000;
    this.#agent = new Agent({
      connect: connector(options.tls, timeout),
      connections: 4,
      keepAliveTimeout: 2_000,
      keepAliveMaxTimeout: 2_000,
    });
  }

  /**
   * Calls an operation. A fault that only says that the session is blank or expired is answered as every client of the API does:
   * the call is sent once more with the session that it brought, unless the call has a session of its own.
   */
  async call(name: string, request: ObjectValue = {}, options: CallOptions = {}): Promise<OperationAnswer> {
    for (let attempt = 0; attempt < 3; attempt += 1) {
      const answer = await this.#callOnce(name, request, options);
      const code = answer.fault?.errorCode;
      if (options.session !== undefined || !code || !sessionErrors.includes(code)) return answer;
      if (!answer.fault?.clientSession) break;
      this.#session = answer.fault.clientSession;
    }
    throw new TargetUnavailable(
      `precondition: ${name}: expected a client session, the faults brought none that is taken`,
    );
  }

  async #callOnce(name: string, request: ObjectValue, options: CallOptions): Promise<OperationAnswer> {
    const { service, operation } = operationNamed(name);
    const { version = '1.1', clientVersion = 15, session = this.#session } = options;
    const told = {
      ...(clientVersion === null ? {} : { ClientVersionIn: String(clientVersion) }),
      ClientIdentifierIn: 'cms-conformance',
      ClientSession: session,
    };
    const headers = [
      writeValue(versionHeader.name, told, versionHeader),
      ...(options.excludeInformation
        ? [writeValue(contextHeader.name, { ExcludeConferenceInformation: 'true' }, contextHeader)]
        : []),
    ];
    const text = writeEnvelope(
      version,
      headers.map((header) => inNamespace(header, service.namespace)),
      inNamespace(writeValue(name, request, operation.request), service.namespace),
    );
    const answer = await this.post(options.edit?.(text) ?? text, {
      path: options.path ?? (service === bookingService ? bookingPath : remoteSetupPath),
      contentType: options.contentType ?? `${soap[version].mediaType}; charset=utf-8`,
      action: options.withoutAction ? null : `${service.namespace}${name}`,
      summary: name,
    });
    const found = (type: ObjectType) => {
      const header = answer.message?.headers.find((entry) => entry.name === type.name);
      return header ? readObject(header, type) : null;
    };
    const body = answer.message?.body;
    const holder = body?.name === operation.response.name ? body : undefined;
    const serverVersion = found(serverVersionHeader)?.ConfAPIVersion;
    return {
      ...answer,
      result: holder && readObject(holder, operation.response)[`${name}Result`],
      elements: holder?.children[0]?.children.map((child) => child.name) ?? [],
      versionHeader: found(versionHeader),
      serverVersion: typeof serverVersion === 'string' ? Number(serverVersion) : null,
    };
  }

  /** Posts text as it is. `action` is the SOAPAction, null for none; other credentials than the client's own may be refused. */
  async post(
    text: string,
    options: {
      path?: string;
      contentType: string;
      action?: string | null;
      summary?: string;
      credentials?: { username: string; password: string } | 'none';
    },
  ): Promise<BookingAnswer> {
    const { path = bookingPath, contentType, action = null, summary = '(text)', credentials } = options;
    const headers: Record<string, string> = { 'content-type': contentType };
    if (action !== null) headers.soapaction = `"${action}"`;
    const answer = await this.#send('POST', path, `POST ${path} ${summary}`, headers, text, credentials);
    const message = messageOf(answer.body);
    return { ...answer, message, fault: message && faultOf(message) };
  }

  /** Gets a document, such as a WSDL, as it is served. */
  async get(path: string): Promise<{ request: string; status: number; contentType: string; xml: XmlNode | null }> {
    const { body, ...answer } = await this.#send('GET', path, `GET ${path}`, {}, null);
    return { ...answer, xml: xmlOf(body) };
  }

  close(): Promise<void> {
    return this.#agent.destroy();
  }

  async #send(
    method: 'GET' | 'POST',
    path: string,
    summary: string,
    visible: Record<string, string>,
    body: string | null,
    credentials?: { username: string; password: string } | 'none',
  ) {
    const { url, username, password, recorder, timeoutMs = 15_000 } = this.#options;
    const origin = new URL(url).origin;
    const startedAt = new Date();
    const started = performance.now();
    const report = (rest: object) =>
      recorder?.({
        channel: 'booking',
        node: 'tms',
        at: startedAt.toISOString(),
        durationMs: Math.round(performance.now() - started),
        request: { summary, headers: visible, ...(body === null ? {} : { body }) },
        ...rest,
      });
    const login = credentials ?? { username, password };
    const headers = { ...visible };
    if (login !== 'none') {
      headers.authorization = `Basic ${Buffer.from(`${login.username}:${login.password}`).toString('base64')}`;
    }
    let status: number;
    let text: string;
    let contentType: string;
    let date: string;
    try {
      const response = await this.#agent.request({
        origin,
        path,
        method,
        headers,
        body,
        headersTimeout: timeoutMs,
        bodyTimeout: timeoutMs,
      });
      status = response.statusCode;
      contentType = String(response.headers['content-type'] ?? '');
      date = String(response.headers.date ?? '');
      text = await response.body.text();
    } catch (error) {
      const reason = `${summary} at ${origin}: expected an answer of the Booking API, got ${explain(error)}`;
      report({ error: reason });
      throw new TargetUnavailable(reason, { cause: error });
    }
    report({
      response: { summary: String(status), status, headers: { 'content-type': contentType, date }, body: text },
    });
    if (status === 401 && !credentials) {
      throw new TargetUnavailable(
        `${summary} at ${origin}: expected an answer for user "${username}", got 401. Check the credentials of tms.booking, and ` +
          'that Basic authentication is switched on in IIS for /tms/external/booking.',
      );
    }
    const instant = new Date(date);
    return {
      request: summary,
      status,
      contentType,
      body: text,
      date: Number.isNaN(instant.getTime()) ? null : instant,
    };
  }
}

function operationNamed(name: string) {
  for (const service of [bookingService, remoteSetupService]) {
    const operation = service.operations.find((one) => one.name === name);
    if (operation) return { service, operation };
  }
  throw new Error(`the Booking API has no operation "${name}"`);
}

function messageOf(text: string): Message | null {
  try {
    return readEnvelope(text);
  } catch {
    return null; // no message is the judges' business; they see the text
  }
}

function xmlOf(text: string): XmlNode | null {
  try {
    const xml = readXml(text);
    qualify(xml);
    return xml;
  } catch {
    return null;
  }
}
