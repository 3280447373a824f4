import { type Defect, defect, documentedPolicies as documented } from '../../policies/index.ts';

const without = (name: string) => () => documented['api.commonHeaders']().filter(([header]) => header !== name);

/** What answers carry, how connections end, who is let in. */
export const httpDefects: readonly Defect[] = [
  defect({
    id: 'api-without-hsts',
    title: 'Answers have no Strict-Transport-Security.',
    violates: ['API-HTTP-01'],
    policy: 'api.commonHeaders',
    with: without('Strict-Transport-Security'),
  }),
  defect({
    id: 'api-framed-by-same-origin',
    title: 'X-Frame-Options is SAMEORIGIN.',
    violates: ['API-HTTP-02'],
    policy: 'api.commonHeaders',
    with: () => [...without('X-Frame-Options')(), ['X-Frame-Options', 'SAMEORIGIN'] as const],
  }),
  defect({
    id: 'api-location-with-host',
    title: 'The Location of a space names scheme and host.',
    violates: ['API-HTTP-03'],
    policy: 'api.location',
    with: ({ type, origin, path }) => `${type === 'coSpace' ? origin : ''}/api/v1${path}`,
  }),
  defect({
    id: 'api-always-compressed',
    title: 'Documents are compressed for clients that did not offer it.',
    violates: ['API-HTTP-04'],
    policy: 'api.compresses',
    with: () => true,
  }),
  defect({
    id: 'api-compression-unmarked',
    title: 'A compressed document has no Content-Encoding.',
    violates: ['API-HTTP-05'],
    policy: 'http.encodingHeaders',
    with: () => [],
  }),
  defect({
    id: 'api-without-vary',
    title: 'Answers have no Vary.',
    violates: ['API-HTTP-06'],
    policy: 'api.commonHeaders',
    with: without('Vary'),
  }),
  defect({
    id: 'api-connection-broken-off',
    title: 'A connection that the answer promised to keep is closed after it.',
    violates: ['API-HTTP-07'],
    policy: 'http.breaksOff',
    with: () => true,
  }),
  defect({
    id: 'api-keep-alive-untold',
    title: 'An answer that keeps its connection has no Keep-Alive.',
    violates: ['API-HTTP-08'],
    policy: 'http.connectionHeaders',
    with: (isLast) => [['Connection', isLast ? 'close' : 'keep-alive']],
  }),
  defect({
    id: 'api-connection-for-ever',
    title: 'A connection serves more requests than Keep-Alive says.',
    violates: ['API-HTTP-09'],
    policy: 'http.isLast',
    with: () => false,
  }),
  defect({
    id: 'api-length-in-characters',
    title: 'Content-Length counts characters.',
    violates: ['API-HTTP-10'],
    policy: 'http.contentLength',
    with: (_bytes, characters) => characters,
  }),
  defect({
    id: 'api-empty-answers-in-chunks',
    title: 'Answers without a body are sent in chunks.',
    violates: ['API-HTTP-11'],
    policy: 'http.contentLength',
    with: (bytes) => (bytes === 0 ? null : bytes),
  }),
  defect({
    id: 'api-connection-signed-in',
    title: 'Credentials count for all later requests of the connection.',
    violates: ['API-AUTH-01'],
    policy: 'http.caller',
    with: (own, earlier) => own ?? earlier,
  }),
  defect({
    id: 'api-status-for-everybody',
    title: 'The status of the system is shown without credentials.',
    violates: ['API-AUTH-02'],
    policy: 'http.needsCredentials',
    with: (_method, path) => !/\/system\/status$/i.test(path),
  }),
  defect({
    id: 'api-unknown-paths-for-everybody',
    title: 'What a path that names nothing is refused with is shown without credentials.',
    violates: ['API-AUTH-02'],
    policy: 'http.needsCredentials',
    with: (_method, path) => !/^\/api\/v1\/[0-9a-f-]{36}$/.test(path),
  }),
];
