import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import type { ChainFacts, ChainLink, PairFacts } from '../policies/certificates.ts';

type FileContent = Buffer | undefined;

const privateKeyBlock = /-----BEGIN ([A-Z0-9 ]*PRIVATE KEY)-----[\s\S]*?-----END \1-----/g;
const certificateBlock = /-----BEGIN ((?:X509 |TRUSTED )?CERTIFICATE)-----[\s\S]*?-----END \1-----/g;

/** A private key read from a file, or why there is none. */
export type ReadKey = { key: KeyObject } | { problem: 'missing' | 'empty' | 'encrypted' | 'unreadable' };

/** The certificates of a file, or why there are none. */
export type ReadCertificates = { certificates: X509Certificate[] } | { problem: 'missing' | 'empty' | 'unreadable' };

/**
 * The first private key of a PEM file, with any line ends and with other blocks around it (e.g. `EC PARAMETERS`), or the
 * key of a DER file (PKCS#8, PKCS#1, SEC 1). A key behind a pass phrase can't be used by an unattended server.
 */
export function readPrivateKey(content: FileContent): ReadKey {
  if (!content) return { problem: 'missing' };
  if (content.toString('latin1').trim() === '') return { problem: 'empty' };
  const block = content.toString('latin1').match(privateKeyBlock)?.[0];
  if (block) {
    if (/BEGIN ENCRYPTED|Proc-Type: 4,ENCRYPTED/.test(block)) return { problem: 'encrypted' };
    const key = attempt(() => createPrivateKey(withUnixLineEnds(block)));
    return key ? { key } : { problem: 'unreadable' };
  }
  for (const type of ['pkcs8', 'pkcs1', 'sec1'] as const) {
    const key = attempt(() => createPrivateKey({ key: content, format: 'der', type }));
    if (key) return { key };
  }
  return { problem: 'unreadable' };
}

/** The certificates of a PEM file in their order, or the one of a DER file. One unreadable certificate spoils the file. */
export function readCertificates(content: FileContent): ReadCertificates {
  if (!content) return { problem: 'missing' };
  if (content.toString('latin1').trim() === '') return { problem: 'empty' };
  const blocks = content.toString('latin1').match(certificateBlock);
  const sources = blocks ? blocks.map((block) => withUnixLineEnds(block)) : [content];
  const certificates = sources.map((source) => attempt(() => new X509Certificate(source)));
  return certificates.every((certificate) => certificate !== undefined) ? { certificates } : { problem: 'unreadable' };
}

/** What the policies must know to decide whether a key belongs to a certificate. */
export function pairFacts(key: FileContent, certificate: FileContent): PairFacts {
  const readKey = readPrivateKey(key);
  const read = readCertificates(certificate);
  const leaf = 'certificates' in read ? read.certificates[0] : undefined;
  return {
    keyProblem: 'problem' in readKey ? readKey.problem : null,
    certificateProblem: 'problem' in read ? read.problem : null,
    matches: 'key' in readKey && leaf !== undefined && (attempt(() => leaf.checkPrivateKey(readKey.key)) ?? false),
  };
}

/** What the policies must know to decide whether a full chain verifies at `at`. */
export function chainFacts(content: FileContent, at: Date): ChainFacts {
  const read = readCertificates(content);
  if ('problem' in read) return { fileProblem: read.problem, certificates: [], at: at.toISOString() };
  const { certificates } = read;
  return {
    fileProblem: null,
    certificates: certificates.map((certificate, index) => chainLink(certificate, certificates[index + 1])),
    at: at.toISOString(),
  };
}

/** Whether `issuer` issued (names, key identifiers, key usage) and signed `certificate`. */
export function isIssuedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  return attempt(() => certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey)) ?? false;
}

function chainLink(certificate: X509Certificate, next: X509Certificate | undefined): ChainLink {
  return {
    subject: certificate.subject ?? '',
    issuer: certificate.issuer ?? '',
    notBefore: certificate.validFromDate.toISOString(),
    notAfter: certificate.validToDate.toISOString(),
    ca: certificate.ca,
    selfSigned: isIssuedBy(certificate, certificate),
    issuedByNext: next !== undefined && isIssuedBy(certificate, next),
  };
}

function withUnixLineEnds(pem: string): string {
  return pem.replace(/\r\n?/g, '\n');
}

function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
