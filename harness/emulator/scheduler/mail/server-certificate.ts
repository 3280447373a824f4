import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { rootCertificates, type TLSSocket } from 'node:tls';
import { isIssuedBy, readCertificates } from '../../mmp/certificates.ts';
import type { ServerCertificate } from '../../policies/mail.ts';

/**
 * What a policy must know of the certificate that a server presented. `bundle` is the trust bundle's content; without one (null)
 * the public authorities are the anchors. An unreadable bundle has no anchor.
 */
export function serverCertificate(
  socket: TLSSocket,
  { host, bundle, at, by }: { host: string; bundle: Buffer | null; at: Date; by: ServerCertificate['by'] },
): ServerCertificate {
  const presented = chainOf(socket);
  const path = pathToAnchor(presented, anchorsOf(bundle));
  const dates = path ?? presented;
  const [leaf] = presented;
  return {
    anchored: path !== null,
    notBefore: latest(dates.map(({ validFromDate }) => validFromDate)),
    notAfter: earliest(dates.map(({ validToDate }) => validToDate)),
    namesHost: leaf !== undefined && (isIP(host) ? leaf.checkIP(host) : leaf.checkHost(host)) !== undefined,
    at: at.toISOString(),
    by,
  };
}

/** The presented certificates, the server's first. */
function chainOf(socket: TLSSocket): X509Certificate[] {
  const chain: X509Certificate[] = [];
  let next = socket.getPeerX509Certificate();
  while (next && !chain.some(({ fingerprint256 }) => fingerprint256 === next?.fingerprint256)) {
    chain.push(next);
    next = next.issuerCertificate;
  }
  return chain;
}

function anchorsOf(bundle: Buffer | null): X509Certificate[] {
  if (bundle === null) return rootCertificates.map((pem) => new X509Certificate(pem));
  const read = readCertificates(bundle);
  return 'certificates' in read ? read.certificates : [];
}

/** The certificates from the server's to an anchor, each issued by the next one; null when there is no such way. */
function pathToAnchor(
  presented: readonly X509Certificate[],
  anchors: readonly X509Certificate[],
): X509Certificate[] | null {
  const path: X509Certificate[] = [];
  for (const [index, certificate] of presented.entries()) {
    if (index > 0 && !certificate.ca) return null;
    path.push(certificate);
    if (anchors.some(({ fingerprint256 }) => fingerprint256 === certificate.fingerprint256)) return path;
    const anchor = anchors.find((candidate) => candidate.ca && isIssuedBy(certificate, candidate));
    if (anchor) return [...path, anchor];
    const above = presented[index + 1];
    if (!above || !isIssuedBy(certificate, above)) return null;
  }
  return null;
}

const latest = (dates: readonly Date[]) => new Date(Math.max(...dates.map(Number), 0)).toISOString();
const earliest = (dates: readonly Date[]) => new Date(Math.min(...dates.map(Number), 8.64e15)).toISOString();
