import { type Defect, defect, documentedPolicies } from '../../policies/index.ts';

/** What a Call Bridge tells of its surroundings, licences, database, diagnostics and version. */
export const objectSystemDefects: readonly Defect[] = [
  defect({
    id: 'objects-turn-reachability-untold',
    title: 'The status of a TURN server says of its hosts "yes" and "no".',
    violates: ['OBJECT-TURN-01'],
    policy: 'objects.turnServerHosts',
    with: (address) => [{ address, portNumber: '3478', reachable: 'no' }],
  }),
  defect({
    id: 'objects-web-bridge-unused-fails',
    title: 'A Web Bridge without an address counts as one that can not be reached.',
    violates: ['OBJECT-WEB-01'],
    policy: 'objects.webBridgeStatus',
    with: (url, status) => (url === '' ? 'connectionFailure' : status),
  }),
  defect({
    id: 'licensing-status-unknown',
    title: 'The TURN licence has a status that no document names.',
    violates: ['OBJECT-LICENSE-01'],
    policy: 'licensing.features',
    with: (version, now) => ({ ...documentedPolicies['licensing.features'](version, now), turn: { status: 'fine' } }),
  }),
  defect({
    id: 'licensing-cluster-for-a-year',
    title: 'The licence of a cluster is told to last a year.',
    violates: ['OBJECT-LICENSE-02'],
    policy: 'licensing.clusterFeatures',
    with: (now) => documentedPolicies['licensing.clusterFeatures'](now + 275 * 86_400_000),
  }),
  defect({
    id: 'licensing-weights-rounded',
    title: 'Weighted calls are told as whole numbers.',
    violates: ['OBJECT-LICENSE-03'],
    policy: 'licensing.multiparty',
    with: (use) => ({
      ...documentedPolicies['licensing.multiparty'](use),
      weightedCallsActive: String(use.calls),
    }),
  }),
  defect({
    id: 'licensing-end-exclusive',
    title: '`endTime` leaves out the entry of that very time.',
    violates: ['OBJECT-LICENSE-04'],
    policy: 'objects.boundMatches',
    with: (filter, match, difference) =>
      filter === 'endTime' ? difference < 0 : documentedPolicies['objects.boundMatches'](filter, match, difference),
  }),
  defect({
    id: 'licensing-host-unknown',
    title: 'The known hosts have other ids than the status names.',
    violates: ['OBJECT-LICENSE-05'],
    policy: 'licensing.knownHost',
    with: (hostId) => hostId.slice(1) + hostId.slice(0, 1),
  }),
  defect({
    id: 'database-clustered-yes',
    title: 'The database says "true" when it is clustered.',
    violates: ['OBJECT-DATABASE-01'],
    policy: 'database.clustered',
    with: (clustered) => String(clustered),
  }),
  defect({
    id: 'diagnostics-without-space',
    title: 'Diagnostics of a coSpace do not say of which one.',
    violates: ['OBJECT-DIAG-01'],
    policy: 'api.elements',
    with: (type, _where, elements) =>
      type === 'diagnostics' ? elements.filter(([name]) => name !== 'coSpace') : elements,
  }),
  defect({
    id: 'diagnostics-size-in-characters',
    title: 'The size of diagnostics is one too large.',
    violates: ['OBJECT-DIAG-02'],
    policy: 'diagnostics.contentsSize',
    with: (bytes) => bytes + 1,
  }),
  defect({
    id: 'diagnostics-unfiltered',
    title: 'The list of diagnostics knows nothing of the spaces that they are about.',
    violates: ['OBJECT-DIAG-03'],
    policy: 'diagnostics.listedSpace',
    with: () => '',
  }),
  defect({
    id: 'diagnostics-without-correlator',
    title: 'Diagnostics of a call do not name its correlator.',
    violates: ['OBJECT-DIAG-04'],
    policy: 'api.elements',
    with: (type, _where, elements) =>
      type === 'diagnostics' ? elements.filter(([name]) => name !== 'callCorrelator') : elements,
  }),
  defect({
    id: 'objects-recorders-for-ever',
    title: 'What was removed with 3.0 is still served.',
    violates: ['OBJECT-VERSION-01'],
    policy: 'objects.servedVersion',
    with: (segment, version) => (/^(recorders|streamers)$/i.test(segment) ? '2.9' : version),
  }),
  defect({
    id: 'objects-web-bridge-options-for-ever',
    title: 'A Web Bridge of 3.0 and later still shows the options that its profile took over.',
    violates: ['OBJECT-VERSION-02'],
    policy: 'api.elements',
    with: (type, where, elements) =>
      type === 'webBridge' && where === 'object' ? [...elements, ['idEntryMode', 'secure']] : elements,
  }),
];
