import type { Field } from '../policies/api.ts';
import { documentedPolicies as documented, type Variant, variant } from '../policies/index.ts';

/** What the documents leave open about HTTP, or state in two ways. */
export const httpVariants: readonly Variant[] = [
  variant({
    id: 'api-connection-closed',
    title: 'Every answer closes its connection, as in the samples of the guides',
    policy: 'http.isLast',
    with: () => true,
  }),
  variant({
    id: 'api-short-keep-alive',
    title: 'An idle connection stays open for three seconds, and serves 20 requests',
    policy: 'http.keepAlive',
    with: () => ({ seconds: 3, requests: 20 }),
  }),
  variant({
    id: 'api-documents-in-chunks',
    title: 'Documents are sent in chunks, as captured for a creation',
    policy: 'http.contentLength',
    with: (bytes) => (bytes === 0 ? 0 : null),
  }),
  variant({
    id: 'api-other-front-end',
    title: 'The front end is another one, with a longer Strict-Transport-Security and another Vary',
    policy: 'api.commonHeaders',
    with: (): Field[] => [
      ['Server', 'nginx'],
      ['X-Frame-Options', 'DENY'],
      ['X-Content-Type-Options', 'nosniff'],
      ['Strict-Transport-Security', 'max-age=63072000; includeSubDomains; preload'],
      ['Vary', 'accept-encoding, Origin'],
    ],
  }),
  variant({
    id: 'api-reasons-together',
    title: 'A refusal tells all of its reasons',
    policy: 'api.toldReasons',
    with: (reasons) => reasons,
  }),
  variant({
    id: 'api-type-with-charset',
    title: 'The type of documents names their character set',
    policy: 'api.contentType',
    with: (root) => `${documented['api.contentType'](root)}; charset=utf-8`,
  }),
];
