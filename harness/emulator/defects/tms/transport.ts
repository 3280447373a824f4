import { type Defect, defect, documentedPolicies as documented } from '../../policies/index.ts';

/** HTTP, form bodies and XML. */
export const transportDefects: readonly Defect[] = [
  defect({
    id: 'tms-401-without-challenge',
    title: 'A 401 has no WWW-Authenticate.',
    violates: ['TMS-HTTP-01'],
    policy: 'api.challenge',
    with: () => null,
  }),
  defect({
    id: 'tms-403-instead-of-401',
    title: 'A request without credentials is answered 403.',
    violates: ['TMS-HTTP-01'],
    policy: 'api.unauthorizedStatus',
    with: () => 403,
  }),
  defect({
    id: 'tms-401-with-body',
    title: 'A 401 has a body.',
    violates: ['TMS-HTTP-01', 'TMS-HTTP-03'],
    policy: 'api.unauthorizedBody',
    with: () => '<html><body>Unauthorized</body></html>',
  }),
  defect({
    id: 'tms-documents-as-application-xml',
    title: 'Documents are sent as application/xml.',
    violates: ['TMS-HTTP-02'],
    policy: 'api.contentType',
    with: () => 'application/xml',
  }),
  defect({
    id: 'tms-any-password-will-do',
    title: 'A known user is let in with any password.',
    violates: ['TMS-HTTP-03'],
    policy: 'api.isAuthenticated',
    with: (caller) => caller !== null && caller.role !== null,
  }),
  defect({
    id: 'tms-paths-case-sensitive',
    title: 'Paths are matched with their case.',
    violates: ['TMS-HTTP-04'],
    policy: 'api.segmentIs',
    with: (node, received) => node === received,
  }),
  defect({
    id: 'tms-call-leg-location-lower-case',
    title: 'The Location of a call leg has the case of the request.',
    violates: ['TMS-HTTP-05', 'TMS-DIAL-02'],
    policy: 'api.location',
    with: ({ path }) => `/api/v1${path.replace('/callLegs/', '/calllegs/')}`,
  }),
  defect({
    id: 'tms-leading-ampersand-refused',
    title: 'A body that begins with & is refused.',
    violates: ['TMS-HTTP-06'],
    policy: 'api.emptyPairIsRefused',
    with: () => true,
  }),
  defect({
    id: 'tms-encoded-dollar-kept',
    title: '%24 is not decoded.',
    violates: ['TMS-HTTP-07'],
    policy: 'api.decodePercent',
    with: (text) => documented['api.decodePercent'](text.replaceAll('%24', '%2524')),
  }),
  defect({
    id: 'tms-encoded-at-kept',
    title: '%40 is not decoded.',
    violates: ['TMS-HTTP-08'],
    policy: 'api.decodePercent',
    with: (text) => documented['api.decodePercent'](text.replaceAll('%40', '%2540')),
  }),
  defect({
    id: 'tms-plus-kept',
    title: 'A + in a body stays a +.',
    violates: ['TMS-HTTP-09'],
    policy: 'api.decodePlus',
    with: (text) => text,
  }),
  defect({
    id: 'tms-apostrophe-lost',
    title: 'Apostrophes are missing from documents.',
    violates: ['TMS-TEXT-01'],
    policy: 'api.escapeText',
    with: (text) => documented['api.escapeText'](text.replaceAll("'", '')),
  }),
  defect({
    id: 'tms-ampersand-unescaped',
    title: 'An & in a name makes documents malformed.',
    violates: ['TMS-TEXT-01'],
    policy: 'api.escapeText',
    with: (text) => documented['api.escapeText'](text).replaceAll('&amp;', '&'),
  }),
  defect({
    id: 'tms-titles-as-latin-1',
    title: 'Percent-encoded text is read as Latin-1.',
    violates: ['TMS-TEXT-02'],
    policy: 'api.decodePercent',
    with: (text) =>
      text.replace(/%([0-9a-f]{2})/gi, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
  }),
];
