import { X509Certificate } from 'node:crypto';
import type { DetailedPeerCertificate, TLSSocket } from 'node:tls';
import type { EmulatedNode } from '../kernel/node.ts';
import { isIssuedBy, readCertificates } from '../mmp/certificates.ts';
import type { PathEnd, Verifier } from '../policies/c2w.ts';
import type { Policies } from '../policies/index.ts';

/** Why a peer isn't trusted; null when it is. */
export type Distrust = 'noCertificate' | 'notValid' | 'wrongHost' | PathEnd;

/** What is asked about a peer. */
export interface TrustQuestion {
  verifier: Verifier;
  /** The certificates that it presented, its own first. */
  presented: readonly X509Certificate[];
  /** Content of the trust bundle; undefined when none is configured. */
  bundle: Buffer | undefined;
  /** The cluster's time. */
  at: Date;
  /** Host that the peer was reached by; null for a client. */
  host: string | null;
  /** Where a client comes from. */
  address?: string;
}

const firstBundles = new WeakMap<EmulatedNode, Map<Verifier, Buffer | undefined>>();

/** The bundle that a component of a node uses which starts now; `read` reads the configured one. */
export function bundleInEffect(
  node: EmulatedNode,
  verifier: Verifier,
  read: () => Buffer | undefined,
): () => Buffer | undefined {
  const known = firstBundles.get(node) ?? new Map<Verifier, Buffer | undefined>();
  firstBundles.set(node, known);
  const atStart = read();
  if (known.get(verifier) === undefined) known.set(verifier, atStart);
  const atFirstStart = known.get(verifier);
  return () => node.cluster.policies['c2w.trustInEffect']({ verifier, atFirstStart, atStart, now: read() });
}

/** Decides, as the policies have it, whether a peer is trusted. */
export function distrust(policies: Policies, question: TrustQuestion): Distrust | null {
  const { verifier, presented, host } = question;
  const [leaf] = presented;
  if (!leaf) return policies['c2w.acceptsWithoutCertificate']() ? null : 'noCertificate';
  const read = readCertificates(question.bundle);
  const bundled = 'certificates' in read ? read.certificates : [];
  const authorities = bundled.filter(({ ca }) => ca).length;
  const isUsed = policies['c2w.usesBundle']({ verifier, authorities, leaves: bundled.length - authorities });
  const trusted = isUsed ? bundled : [];
  const reason = findPath(policies, question, [...presented, ...trusted], trusted);
  if (reason !== null) return reason;
  if (host === null) {
    const client = { names: alternativeNames(leaf), address: question.address ?? '' };
    return policies['c2w.acceptsClientNames'](client) ? null : 'wrongHost';
  }
  const matches = policies['c2w.hostMatches']({
    verifier,
    host,
    names: alternativeNames(leaf),
    commonName: /^CN=(.+)$/m.exec(leaf.subject ?? '')?.[1] ?? null,
  });
  return matches ? null : 'wrongHost';
}

/** The certificates that a TLS peer presented, its own first; none when it has none. */
export function presentedBy(socket: TLSSocket): X509Certificate[] {
  const found: X509Certificate[] = [];
  let next: DetailedPeerCertificate | undefined = socket.getPeerCertificate(true);
  while (next?.raw) {
    const certificate = new X509Certificate(next.raw);
    // a root names itself as issuer
    if (found.some(({ fingerprint256 }) => fingerprint256 === certificate.fingerprint256)) break;
    found.push(certificate);
    next = next.issuerCertificate;
  }
  return found;
}

/** Looks for a path of valid certificates from the first one to the bundle; gives why there is none. */
function findPath(
  policies: Policies,
  { verifier, presented, at }: TrustQuestion,
  pool: readonly X509Certificate[],
  trusted: readonly X509Certificate[],
): 'notValid' | PathEnd | null {
  const inBundle = new Set(trusted.map(({ fingerprint256 }) => fingerprint256));
  const seen = new Set<string>();
  const path: { end: 'notValid' | PathEnd } = { end: 'issuerMissing' };
  const leads = (certificate: X509Certificate): boolean => {
    seen.add(certificate.fingerprint256);
    const valid = policies['c2w.isValidAt']({
      verifier,
      notBefore: certificate.validFromDate.toISOString(),
      notAfter: certificate.validToDate.toISOString(),
      at: at.toISOString(),
    });
    if (!valid) {
      path.end = 'notValid';
      return false;
    }
    const leaf = certificate === presented[0];
    const root = signedItself(certificate);
    const known = inBundle.has(certificate.fingerprint256);
    if (policies['c2w.isAnchor']({ verifier, inBundle: known, root, leaf })) return true;
    const issuers = pool.filter((other) => other.subject === certificate.issuer && !seen.has(other.fingerprint256));
    path.end = root ? (leaf ? 'selfSignedLeaf' : 'foreignRoot') : issuers.length > 0 ? 'notSigned' : 'issuerMissing';
    return issuers.some((issuer) => {
      const link = { verifier, signed: isIssuedBy(certificate, issuer), ca: issuer.ca };
      return policies['c2w.vouches'](link) && leads(issuer);
    });
  };
  const [leaf] = presented;
  if (leaf && leads(leaf)) return null;
  const { end } = path;
  if (end !== 'notValid' && policies['c2w.trustsWithoutPath']({ verifier, end })) return null;
  return end;
}

/** Whether it carries its own signature; unlike an authority it need not be allowed to sign. */
function signedItself(certificate: X509Certificate): boolean {
  try {
    return certificate.subject === certificate.issuer && certificate.verify(certificate.publicKey);
  } catch {
    return false;
  }
}

function alternativeNames(certificate: X509Certificate): string[] {
  return (certificate.subjectAltName ?? '')
    .split(', ')
    .flatMap((entry) => /^(?:DNS|IP Address):(.+)$/.exec(entry)?.[1] ?? []);
}
