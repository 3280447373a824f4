import { type Defect, defect, documentedPolicies as documented } from '../../policies/index.ts';
import type { SpaceAddresses } from '../../policies/spaces.ts';

/** Whether an address of the new space is another one's, but for the pair of places that is overlooked: 0 is the URI, 1 the secondary one. */
const overlooking =
  (own: number, others: number) =>
  (uris: readonly string[], spaces: readonly SpaceAddresses[]): boolean =>
    spaces.some((space) =>
      space.uris.some((uri, theirs) => uris.some((one, ours) => one === uri && (ours !== own || theirs !== others))),
    );

/** Mistakes with URIs, call IDs and what is found by them. */
export const spaceAddressDefects: readonly Defect[] = [
  defect({
    id: 'space-uri-as-given',
    title: 'URIs are stored with their capitals.',
    violates: ['SPACE-URI-01'],
    policy: 'spaces.uri',
    with: (given) => given,
  }),
  defect({
    id: 'space-uri-with-capitals-refused',
    title: 'A URI with capitals is refused.',
    violates: ['SPACE-URI-01'],
    policy: 'spaces.uriIsValid',
    with: (uri) => !/[@\sA-Z]/.test(uri),
  }),
  defect({
    id: 'space-uri-taken-twice',
    title: 'Two coSpaces may have one URI.',
    violates: ['SPACE-URI-02'],
    policy: 'spaces.uriIsTaken',
    with: overlooking(0, 0),
  }),
  defect({
    id: 'space-uri-is-others-secondary',
    title: 'The URI of a coSpace may be the secondary one of another.',
    violates: ['SPACE-URI-03'],
    policy: 'spaces.uriIsTaken',
    with: overlooking(0, 1),
  }),
  defect({
    id: 'space-secondary-uri-is-others',
    title: 'The secondary URI of a coSpace may be the URI of another.',
    violates: ['SPACE-URI-04'],
    policy: 'spaces.uriIsTaken',
    with: overlooking(1, 0),
  }),
  defect({
    id: 'space-uri-unchecked-by-put',
    title: 'A PUT may give a coSpace the URI of another.',
    violates: ['SPACE-URI-05'],
    policy: 'spaces.uniquenessIsChecked',
    with: (field, write) => field !== 'uri' || write !== 'modify',
  }),
  defect({
    id: 'space-call-id-taken-twice',
    title: 'A coSpace may be created with the call ID of another.',
    violates: ['SPACE-CALLID-01'],
    policy: 'spaces.uniquenessIsChecked',
    with: (field, write) => field !== 'callId' || write !== 'create',
  }),
  defect({
    id: 'space-call-id-unchecked-by-put',
    title: 'A PUT may give a coSpace the call ID of another.',
    violates: ['SPACE-CALLID-02'],
    policy: 'spaces.uniquenessIsChecked',
    with: (field, write) => field !== 'callId' || write !== 'modify',
  }),
  defect({
    id: 'space-call-id-not-made',
    title: 'A new coSpace that requires a call ID gets none.',
    violates: ['SPACE-CALLID-03'],
    policy: 'spaces.requiredCallId',
    with: (wish, write) => (write === 'create' ? wish.given : documented['spaces.requiredCallId'](wish, write)),
  }),
  defect({
    id: 'space-call-id-not-made-by-put',
    title: 'A PUT that requires a call ID makes none.',
    violates: ['SPACE-CALLID-04'],
    policy: 'spaces.requiredCallId',
    with: (wish, write) => (write === 'modify' ? wish.given : documented['spaces.requiredCallId'](wish, write)),
  }),
  defect({
    id: 'space-call-id-always-made',
    title: 'A new coSpace that requires a call ID gets another one than it is given.',
    violates: ['SPACE-CALLID-05'],
    policy: 'spaces.requiredCallId',
    with: ({ fresh }) => fresh,
  }),
  defect({
    id: 'space-call-id-is-no-uri',
    title: 'A coSpace is refused whose URI is its call ID.',
    violates: ['SPACE-CALLID-06'],
    policy: 'spaces.uriMayBeCallId',
    with: () => false,
  }),
  defect({
    id: 'space-tenant-filter-ignored',
    title: 'coSpaces are listed whatever their tenant is.',
    violates: ['SPACE-FILTER-01'],
    policy: 'api.idFilterMatches',
    with: (wanted, value, filter) =>
      filter === 'tenantFilter' || documented['api.idFilterMatches'](wanted, value, filter),
  }),
  defect({
    id: 'space-profile-filter-ignored',
    title: 'coSpaces are listed whatever their call leg profile is.',
    violates: ['SPACE-FILTER-02'],
    policy: 'api.idFilterMatches',
    with: (wanted, value, filter) =>
      filter === 'callLegProfileFilter' || documented['api.idFilterMatches'](wanted, value, filter),
  }),
];
