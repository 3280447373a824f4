import type { Caller, Field } from './api.ts';

/** How long an idle connection stays open, and how many requests it serves. */
export interface KeepAlive {
  seconds: number;
  requests: number;
}

/** What a client can do to a server that no request should. */
export type Trouble =
  /** A `%` that begins no percent-encoded UTF-8, in a path or a body. */
  | 'malformedEncoding'
  /** A body that isn't UTF-8. */
  | 'badUtf8'
  | 'oversizeBody'
  /** A request line or headers that are too long. */
  | 'hugeHead'
  /** The end of the client's side in the middle of a request. */
  | 'halfClosed'
  /** The end of the connection in the middle of a request. */
  | 'aborted'
  | 'noHttp'
  | 'noTls';

/**
 * The decisions of the API's HTTP server (facts: call-bridge-api 1.1 to 1.4). Those marked "inferred" are defaults of the
 * emulator; no document states them.
 */
export const httpPolicies = {
  /** As captured: 5 s, 100 requests. */
  'http.keepAlive': (): KeepAlive => ({ seconds: 5, requests: 100 }),

  /** Whether the answer to a connection's nth request is its last. */
  'http.isLast': (served: number, { requests }: KeepAlive): boolean => served >= requests,

  /** What an answer says of its connection; the captured `Keep-Alive` counts nothing down. */
  'http.connectionHeaders': (isLast: boolean, { seconds, requests }: KeepAlive): Field[] =>
    isLast
      ? [['Connection', 'close']]
      : [
          ['Connection', 'keep-alive'],
          ['Keep-Alive', `timeout=${seconds}, max=${requests}`],
        ],

  /** Whether a connection is broken off after an answer that said it would be kept. */
  'http.breaksOff': (_served: number): boolean => false,

  /** What a compressed document is marked with. */
  'http.encodingHeaders': (): Field[] => [['Content-Encoding', 'gzip']],

  /** `Content-Length`: bytes; null sends the body in chunks. */
  'http.contentLength': (bytes: number, _characters: number): number | null => bytes,

  /** Who asks: Basic on every request, so what an earlier request of the connection said doesn't count (1.2). */
  'http.caller': (own: Caller | null, _earlier: Caller | null): Caller | null => own,

  /** Whether a request is let in by its credentials only: each one (1.2). */
  'http.needsCredentials': (_method: string, _path: string): boolean => true,

  /** The text of a body: UTF-8 (1.4); what isn't is replaced (inferred). */
  'http.bodyText': (bytes: Buffer): string => bytes.toString('utf8'),

  /** Whether a body is refused for its type: none is, where it is empty (observed by a client), nor else (inferred). */
  'http.typeIsRefused': (_type: string, _size: number): boolean => false,

  /** Connections that are served at a time; null is no limit (inferred: none is documented). */
  'http.mostConnections': (): number | null => null,

  /** Whether a request is served that comes before the one ahead of it was answered (inferred). */
  'http.servesPipelined': (): boolean => true,

  /** Whether the API goes on serving others after this (inferred: it is what a server is for). */
  'http.outlives': (_trouble: Trouble): boolean => true,
};
