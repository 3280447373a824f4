import { type Defect, defect, documentedPolicies as documented } from '../../policies/index.ts';

/** Client sessions, and what clients of a version are told. */
export const headersDefects: readonly Defect[] = [
  defect({
    id: 'booking-blank-session-code',
    title: 'A blank session fails with the code of an expired one.',
    violates: ['TMS-BOOK-43'],
    policy: 'booking.errorCode',
    with: (name) =>
      documented['booking.errorCode'](name === 'ERR_CLIENT_SESSION_BLANK' ? 'ERR_CLIENT_SESSION_EXPIRED' : name),
  }),
  defect({
    id: 'booking-expired-session-code',
    title: 'An unknown session fails with the code of a blank one.',
    violates: ['TMS-BOOK-44'],
    policy: 'booking.errorCode',
    with: (name) =>
      documented['booking.errorCode'](name === 'ERR_CLIENT_SESSION_EXPIRED' ? 'ERR_CLIENT_SESSION_BLANK' : name),
  }),
  defect({
    id: 'booking-blank-session-no-fresh',
    title: 'The fault of a blank session brings no fresh one.',
    violates: ['TMS-BOOK-45', 'TMS-BOOK-47'],
    policy: 'booking.sessionInFault',
    with: (fresh, problem) => (problem === 'blank' ? null : fresh),
  }),
  defect({
    id: 'booking-expired-session-no-fresh',
    title: 'The fault of an unknown session brings no fresh one.',
    violates: ['TMS-BOOK-46', 'TMS-BOOK-48'],
    policy: 'booking.sessionInFault',
    with: (fresh, problem) => (problem === 'expired' ? null : fresh),
  }),
  defect({
    id: 'booking-blank-session-fresh-unknown',
    title: 'The session that the fault of a blank one brings is not taken.',
    violates: ['TMS-BOOK-47'],
    policy: 'booking.freshSessionIsKnown',
    with: (problem) => problem !== 'blank',
  }),
  defect({
    id: 'booking-expired-session-fresh-unknown',
    title: 'The session that the fault of an unknown one brings is not taken.',
    violates: ['TMS-BOOK-48'],
    policy: 'booking.freshSessionIsKnown',
    with: (problem) => problem !== 'expired',
  }),
  defect({
    id: 'booking-reading-needs-session',
    title: 'Reading needs a session too.',
    violates: ['TMS-BOOK-49'],
    policy: 'booking.sessionProblem',
    with: (session, known) => documented['booking.sessionProblem'](session, known, true),
  }),
  defect({
    id: 'booking-version-0-knows-more',
    title: 'A client of version 0 is told what came with version 1.',
    violates: ['TMS-BOOK-51'],
    policy: 'booking.clientKnows',
    with: (clientVersion, since) => since <= Math.max(1, clientVersion),
  }),
  defect({
    id: 'booking-version-lags',
    title: 'A client is not told what came with its own version.',
    violates: ['TMS-BOOK-52', 'TMS-BOOK-80'],
    policy: 'booking.clientKnows',
    with: (clientVersion, since) => since === 0 || since < clientVersion,
  }),
  defect({
    id: 'booking-no-version-header',
    title: 'Answers do not bring the version header back.',
    violates: ['TMS-BOOK-53'],
    policy: 'booking.echoesVersionHeader',
    with: () => false,
  }),
  defect({
    id: 'booking-server-version-0',
    title: 'The default conference comes with ConfAPIVersion 0.',
    violates: ['TMS-BOOK-14'],
    policy: 'booking.serverVersion',
    with: () => 0,
  }),
  defect({
    id: 'booking-unknown-values-told',
    title: "Values that a client's version does not know are told all the same.",
    violates: ['TMS-BOOK-54'],
    policy: 'booking.unknownValue',
    with: (value) => value,
  }),
  defect({
    id: 'booking-element-order',
    title: 'The title comes before the id.',
    violates: ['TMS-BOOK-56'],
    policy: 'booking.elementOrder',
    with: (elements) => [...elements].sort((a, b) => Number(b.name === 'Title') - Number(a.name === 'Title')),
  }),
];
