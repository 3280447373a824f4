import 'reflect-metadata';
import { KeyObject, webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const day = 86_400_000;

/** A certificate with its key, both PEM; it can issue others. */
export interface TestCertificate {
  key: string;
  certificate: string;
  issue(name: string, options?: TestCertificateOptions): Promise<TestCertificate>;
}

export interface TestCertificateOptions {
  ca?: boolean;
  /** Days from now. */
  from?: number;
  until?: number;
  /** Where "now" is; the machine's clock when absent. */
  now?: Date;
}

/** A self-signed root for the emulator's own tests; keys are P-256, because they are quick to make. */
export async function testRoot(name: string, options: TestCertificateOptions = {}): Promise<TestCertificate> {
  return make(name, { ca: true, ...options }, null);
}

async function make(
  name: string,
  options: TestCertificateOptions,
  issuer: { name: string; key: webcrypto.CryptoKey } | null,
): Promise<TestCertificate> {
  const keys = (await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])) as webcrypto.CryptoKeyPair;
  const now = (options.now ?? new Date()).getTime();
  const certificate = await x509.X509CertificateGenerator.create(
    {
      subject: `CN=${name}`,
      issuer: `CN=${issuer?.name ?? name}`,
      notBefore: new Date(now + (options.from ?? -1) * day),
      notAfter: new Date(now + (options.until ?? 30) * day),
      publicKey: keys.publicKey,
      signingKey: issuer?.key ?? keys.privateKey,
      signingAlgorithm: algorithm,
      extensions: [new x509.BasicConstraintsExtension(options.ca ?? false, undefined, true)],
    },
    webcrypto,
  );
  return {
    key: String(KeyObject.from(keys.privateKey).export({ type: 'pkcs8', format: 'pem' })),
    certificate: `${certificate.toString('pem')}\n`,
    issue: (subject, more = {}) => make(subject, more, { name, key: keys.privateKey }),
  };
}
