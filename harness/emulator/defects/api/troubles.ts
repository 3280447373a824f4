import type { Trouble } from '../../policies/http.ts';
import { type Defect, defect } from '../../policies/index.ts';

/** After such a trouble every request is answered 500. */
function brokenBy(trouble: Trouble, id: string, what: string, violates: readonly string[]): Defect {
  return defect({
    id,
    title: `After ${what} every request is answered 500.`,
    violates,
    policy: 'http.outlives',
    with: (met) => met !== trouble,
  });
}

/** What a client shouldn't do, and what becomes of the others. */
export const troubleDefects: readonly Defect[] = [
  brokenBy('malformedEncoding', 'api-broken-by-percent-sign', 'a percent sign that encodes nothing', ['API-ROBUST-01']),
  brokenBy('badUtf8', 'api-broken-by-bad-utf-8', 'a body that is not UTF-8', ['API-ROBUST-02']),
  brokenBy('oversizeBody', 'api-broken-by-large-body', 'a body that is too large', ['API-ROBUST-03']),
  brokenBy('hugeHead', 'api-broken-by-large-head', 'a path or headers that are too long', [
    'API-ROBUST-04',
    'API-ROBUST-05',
  ]),
  brokenBy('halfClosed', 'api-broken-by-half-request', 'half a request', ['API-ROBUST-06']),
  brokenBy('aborted', 'api-broken-by-abort', 'the end of a connection in the middle of a body', ['API-ROBUST-07']),
  brokenBy('noTls', 'api-broken-by-plain-text', 'bytes that are no TLS', ['API-ROBUST-11']),
  brokenBy('noHttp', 'api-broken-by-other-protocol', 'bytes that are no HTTP', ['API-ROBUST-12']),
  defect({
    id: 'api-eighteen-connections',
    title: 'Only 18 connections are served at a time.',
    violates: ['API-ROBUST-08'],
    policy: 'http.mostConnections',
    with: () => 18,
  }),
  defect({
    id: 'api-sixteen-connections',
    title: 'Only 16 connections are served at a time.',
    violates: ['API-ROBUST-09'],
    policy: 'http.mostConnections',
    with: () => 16,
  }),
  defect({
    id: 'api-pipelining-refused',
    title: 'A request that comes before the one ahead of it was answered ends the connection.',
    violates: ['API-ROBUST-10'],
    policy: 'http.servesPipelined',
    with: () => false,
  }),
];
