import { type Variant, variant } from '../policies/index.ts';

/** What the documents leave open about configuration objects: every reading is right. */
export const objectVariants: readonly Variant[] = [
  variant({
    id: 'objects-other-reasons',
    title: 'Objects without a documented reason are unknown by another one',
    policy: 'api.missingObjectReason',
    with: (type, reason) =>
      ['turnServer', 'webBridge', 'webBridgeProfile', 'dialTransform'].includes(type) ? 'unrecognisedObject' : reason,
  }),
  variant({
    id: 'objects-layout-limit-larger',
    title: 'A layout may have four hundred thousand bytes',
    policy: 'objects.layoutIsTooLong',
    with: (bytes) => bytes > 400_000,
  }),
  variant({
    id: 'objects-layout-reprinted',
    title: 'A layout template comes back with other blanks than it was put with',
    policy: 'objects.keptLayout',
    with: (text) => JSON.stringify(JSON.parse(text), null, 1),
  }),
  variant({
    id: 'objects-turn-server-reached',
    title: 'A TURN server answers on two addresses, with all that can be told of one',
    policy: 'objects.turnServerHosts',
    with: (address) =>
      [address, '192.0.2.9'].map((host) => ({
        address: host,
        portNumber: '443',
        reachable: 'true',
        roundTripTimeMs: '3',
        mappedAddress: '192.0.2.77',
        mappedPortNumber: '50000',
        numAllocations: '0',
      })),
  }),
  variant({
    id: 'licensing-cluster-recording-expired',
    title: 'The recording licence of a cluster has expired, its encryption licence lasts two days',
    policy: 'licensing.clusterFeatures',
    with: (now) => ({
      callBridge: { status: 'activated', expiry: expiryIn(now, 2) },
      callBridgeNoEncryption: { status: 'noLicense' },
      customizations: { status: 'noLicense' },
      recording: { status: 'expired', expiry: expiryIn(now, -1) },
    }),
  }),
];

function expiryIn(now: number, days: number): string {
  const [, date = '', month = '', year = ''] = new Date(now + days * 86_400_000).toUTCString().split(/[ ,]+/);
  return `${year}-${month}-${date}`;
}
