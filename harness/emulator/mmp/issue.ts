import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';

/** Whom a request or a certificate is for. */
export interface Subject {
  attributes: { name: string; value: string }[];
  /** Host names and addresses of the subject alternative name. */
  names: string[];
  addresses: string[];
}

const algorithm = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  publicExponent: new Uint8Array([1, 0, 1]),
  modulusLength: 2048,
};

/** A new RSA 2048 key with a certificate request for it, both PEM. */
export async function issueRequest(subject: Subject): Promise<{ key: string; request: string }> {
  const keys = await newKeys();
  const request = await x509.Pkcs10CertificateRequestGenerator.create(
    { name: subjectName(subject), keys, signingAlgorithm: algorithm, extensions: alternativeNames(subject) },
    webcrypto,
  );
  return { key: await keyPem(keys.privateKey), request: `${request.toString('pem')}\n` };
}

/** A new RSA 2048 key with a certificate that it signed itself, both PEM. */
export async function issueSelfSigned(
  subject: Subject,
  notBefore: Date,
  notAfter: Date,
): Promise<{ key: string; certificate: string }> {
  const keys = await newKeys();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned(
    {
      name: subjectName(subject),
      keys,
      notBefore,
      notAfter,
      signingAlgorithm: algorithm,
      extensions: [new x509.BasicConstraintsExtension(true, undefined, true), ...alternativeNames(subject)],
    },
    webcrypto,
  );
  return { key: await keyPem(keys.privateKey), certificate: `${certificate.toString('pem')}\n` };
}

function newKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
}

async function keyPem(key: webcrypto.CryptoKey): Promise<string> {
  return `${x509.PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', key), 'PRIVATE KEY')}\n`;
}

/** Names are given as data, so that no value needs escaping. */
function subjectName(subject: Subject): x509.JsonName {
  return subject.attributes.map(({ name, value }) => ({ [name]: [value] }));
}

function alternativeNames({ names, addresses }: Subject): x509.Extension[] {
  const entries: x509.JsonGeneralNames = [
    ...names.map((value) => ({ type: 'dns' as const, value })),
    ...addresses.map((value) => ({ type: 'ip' as const, value })),
  ];
  return entries.length === 0 ? [] : [new x509.SubjectAlternativeNameExtension(entries)];
}
