import { hasBegun, hasEnded, isSameHost, type PathEnd, type Verifier } from '../../policies/c2w.ts';
import { type Defect, defect } from '../../policies/index.ts';

/** Who may be wrong about a peer: the part of its IDs, and how it is called. */
const verifiers = [
  { verifier: 'webBridge', area: 'WEBBRIDGE', who: 'A Web Bridge', peer: 'a client' },
  { verifier: 'callBridge', area: 'CALLBRIDGE', who: 'A Call Bridge', peer: 'a Web Bridge' },
  { verifier: 'scheduler', area: 'SCHEDULER', who: 'A scheduler', peer: 'a Web Bridge' },
] as const satisfies readonly { verifier: Verifier; area: string; who: string; peer: string }[];

/** Mistakes in the decision whom to trust, the same ones on each side. */
export const trustDefects: readonly Defect[] = [
  ...verifiers.flatMap(({ verifier, area, who, peer }) => {
    const id = (rest: string) => `c2w-${verifier.toLowerCase()}-${rest}`;
    const violated = (...numbers: string[]) => numbers.map((number) => `C2W-${area}-${number}`);
    const withoutPath = (rest: string, ends: readonly PathEnd[], title: string, ...numbers: string[]) =>
      defect({
        id: id(rest),
        title: `${who} ${title}`,
        violates: violated(...numbers),
        policy: 'c2w.trustsWithoutPath',
        with: (end) => end.verifier === verifier && ends.includes(end.end),
      });
    return [
      defect({
        id: id('no-root'),
        title: `${who} trusts no root, only the certificates below it.`,
        violates: violated('01'),
        policy: 'c2w.isAnchor',
        with: (certificate) => certificate.inBundle && !(certificate.verifier === verifier && certificate.root),
      }),
      defect({
        id: id('no-mixed-bundle'),
        title: `${who} can't use a bundle that holds authorities and other certificates.`,
        violates: violated('02'),
        policy: 'c2w.usesBundle',
        with: (it) => it.verifier !== verifier || it.authorities === 0 || it.leaves === 0,
      }),
      defect({
        id: id('no-leaf'),
        title: `${who} can't use a bundle of the peers' own certificates.`,
        violates: violated('03'),
        policy: 'c2w.usesBundle',
        with: (it) => it.verifier !== verifier || it.authorities > 0,
      }),
      withoutPath('any-authority', ['foreignRoot'], `trusts ${peer} of any authority.`, '04'),
      defect({
        id: id('ignores-expiry'),
        title: `${who} does not notice that a certificate has expired.`,
        violates: violated('05'),
        policy: 'c2w.isValidAt',
        with: (it) => hasBegun(it) && (it.verifier === verifier || !hasEnded(it)),
      }),
      defect({
        id: id('ignores-begin'),
        title: `${who} does not notice that a certificate is not valid yet.`,
        violates: violated('06'),
        policy: 'c2w.isValidAt',
        with: (it) => (it.verifier === verifier || hasBegun(it)) && !hasEnded(it),
      }),
      withoutPath('self-signed', ['selfSignedLeaf'], `trusts ${peer} with a self-signed certificate.`, '07'),
      withoutPath('broken-chain', ['issuerMissing'], `trusts ${peer} whose chain does not reach an authority.`, '08'),
      defect({
        id: id('unsigned-link'),
        title: `${who} follows the names in a chain and does not verify its signatures.`,
        violates: violated('09'),
        policy: 'c2w.vouches',
        with: (link) => (link.verifier === verifier || link.signed) && link.ca,
      }),
      withoutPath(
        'anybody',
        ['selfSignedLeaf', 'foreignRoot', 'issuerMissing', 'notSigned'],
        `trusts ${peer} with any certificate that is valid in time.`,
        '04',
        '07',
        '08',
        '09',
      ),
    ];
  }),
  defect({
    id: 'c2w-webbridge-no-certificate',
    title: 'A Web Bridge takes a client without a certificate.',
    violates: ['C2W-WEBBRIDGE-10'],
    policy: 'c2w.acceptsWithoutCertificate',
    with: () => true,
  }),
  defect({
    id: 'c2w-webbridge-client-names',
    title: 'A Web Bridge refuses a client whose certificate does not name the address that it comes from.',
    violates: ['C2W-WEBBRIDGE-11'],
    policy: 'c2w.acceptsClientNames',
    with: ({ names, address }) => names.includes(address),
  }),
  ...verifiers.slice(1).flatMap(({ verifier, area, who }) => [
    defect({
      id: `c2w-${verifier.toLowerCase()}-skips-host`,
      title: `${who} does not look whether a certificate names the host of the C2W URL.`,
      violates: [`C2W-${area}-10`],
      policy: 'c2w.hostMatches',
      with: (it) =>
        it.verifier === verifier || [...it.names, it.commonName ?? ''].some((name) => isSameHost(name, it.host)),
    }),
    defect({
      id: `c2w-${verifier.toLowerCase()}-no-common-name`,
      title: `${who} looks for the host among the alternative names only.`,
      violates: [`C2W-${area}-11`],
      policy: 'c2w.hostMatches',
      with: (it) =>
        [...it.names, it.verifier === verifier ? '' : (it.commonName ?? '')].some((name) => isSameHost(name, it.host)),
    }),
  ]),
  ...(
    [
      ['webBridge', 'WEBBRIDGE', 'C2W-LIFE-03', 'A Web Bridge'],
      ['callBridge', 'CALLBRIDGE', 'C2W-LIFE-04', 'A Call Bridge'],
      ['scheduler', 'SCHEDULER', 'C2W-LIFE-05', 'A scheduler'],
    ] as const
  ).flatMap(([verifier, area, violated, who]) => [
    defect({
      id: `c2w-${verifier.toLowerCase()}-keeps-trust`,
      title: `${who} keeps its first trust bundle through a restart.`,
      violates: [violated],
      policy: 'c2w.trustInEffect',
      with: (bundles) => (bundles.verifier === verifier ? bundles.atFirstStart : bundles.atStart),
    }),
    defect({
      id: `c2w-${verifier.toLowerCase()}-loses-trust`,
      title: `${who} that is restarted with another trust bundle trusts nobody.`,
      violates: [violated, `C2W-${area}-02`, `C2W-${area}-03`],
      policy: 'c2w.trustInEffect',
      with: ({ verifier: of, atFirstStart, atStart }) =>
        of === verifier && atStart && atFirstStart?.equals(atStart) === false ? undefined : atStart,
    }),
  ]),
  ...(
    [
      ['webBridge', 'C2W-PRESENT-01', 'A Web Bridge'],
      ['callBridge', 'C2W-PRESENT-02', 'A Call Bridge'],
      ['scheduler', 'C2W-PRESENT-03', 'A scheduler'],
    ] as const
  ).map(([verifier, violated, who]) =>
    defect({
      id: `c2w-${verifier.toLowerCase()}-presents-leaf`,
      title: `${who} presents its own certificate and not the chain above it.`,
      violates: [violated],
      policy: 'c2w.presentedChain',
      with: (side, chain) => (side === verifier ? chain.slice(0, 1) : chain),
    }),
  ),
];
