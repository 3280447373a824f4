import { soap } from '../../../protocol/tmsba/service.ts';
import { type Defect, defect } from '../../policies/index.ts';

/** Authentication, SOAP, WSDL and what is no message. */
export const transportDefects: readonly Defect[] = [
  defect({
    id: 'booking-any-credentials',
    title: 'TMS lets in whoever has credentials of any kind.',
    violates: ['TMS-BOOK-01'],
    policy: 'tms.isAuthenticated',
    with: (verified, anonymous) => verified || !anonymous,
  }),
  defect({
    id: 'booking-anonymous',
    title: 'TMS lets in whoever has no credentials.',
    violates: ['TMS-BOOK-02'],
    policy: 'tms.isAuthenticated',
    with: (verified, anonymous) => verified || anonymous,
  }),
  defect({
    id: 'booking-answers-in-soap-1-2',
    title: 'SOAP 1.1 messages are answered in SOAP 1.2.',
    violates: ['TMS-BOOK-03'],
    policy: 'booking.answerVersion',
    with: () => '1.2' as const,
  }),
  defect({
    id: 'booking-answers-as-text-xml',
    title: 'SOAP 1.2 messages are answered as text/xml.',
    violates: ['TMS-BOOK-04', 'TMS-BOOK-05'],
    policy: 'booking.answerType',
    with: () => 'text/xml; charset=utf-8',
  }),
  defect({
    id: 'booking-strict-media-type',
    title: 'A SOAP 1.2 message that comes as text/xml is refused.',
    violates: ['TMS-BOOK-05'],
    policy: 'booking.takesMediaType',
    with: (version, mediaType) => mediaType === soap[version].mediaType,
  }),
  defect({
    id: 'booking-path-case',
    title: 'The case of the path matters.',
    violates: ['TMS-BOOK-06'],
    policy: 'booking.pathIs',
    with: (path, service) => path === service,
  }),
  defect({
    id: 'booking-wsdl-only-read',
    title: 'A message that is posted to ?wsdl is refused.',
    violates: ['TMS-BOOK-07'],
    policy: 'booking.takesPostToWsdl',
    with: () => false,
  }),
  defect({
    id: 'booking-wsdl-without-soap-1-2',
    title: 'The WSDL has no port over SOAP 1.2.',
    violates: ['TMS-BOOK-08'],
    policy: 'booking.listedVersions',
    with: () => ['1.1'] as const,
  }),
  defect({
    id: 'booking-wsdl-without-end',
    title: 'The WSDL does not list EndConferenceById.',
    violates: ['TMS-BOOK-09'],
    policy: 'booking.listedOperations',
    with: (names) => names.filter((name) => name !== 'EndConferenceById'),
  }),
  defect({
    id: 'booking-wsdl-without-is-alive',
    title: 'The WSDL of the remote setup service does not list IsAlive.',
    violates: ['TMS-BOOK-85'],
    policy: 'booking.listedOperations',
    with: (names) => names.filter((name) => name !== 'IsAlive'),
  }),
  defect({
    id: 'booking-malformed-taken',
    title: 'A message that is not well-formed is answered with 200 and nothing.',
    violates: ['TMS-BOOK-10'],
    policy: 'booking.refusesMalformed',
    with: () => false,
  }),
  defect({
    id: 'booking-unknown-element-refused',
    title: 'A request with an element that the schema does not have is refused.',
    violates: ['TMS-BOOK-82'],
    policy: 'booking.takesUnknownElements',
    with: () => false,
  }),
  defect({
    id: 'booking-not-alive',
    title: 'IsAlive answers false.',
    violates: ['TMS-BOOK-83'],
    policy: 'booking.isAlive',
    with: () => false,
  }),
  defect({
    id: 'booking-fault-detail-prefixed',
    title: 'The detail of a SOAP 1.2 fault is named as SOAP 1.2 names it.',
    violates: ['TMS-BOOK-50'],
    policy: 'booking.faultDetailName',
    with: (version) => (version === '1.2' ? 'soap:Detail' : 'detail'),
  }),
];
