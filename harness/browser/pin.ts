import { createHash, X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { connect, type TLSSocket } from 'node:tls';
import { TargetUnavailable } from '../protocol/exchange.ts';
import type { TlsTrust } from '../targets/target.ts';

const limitMs = 15_000;

/**
 * Judges the certificate of an HTTPS server as its target file says, and gives the SHA-256 of its public key in base64, by
 * which Chromium then knows it again. So a browser trusts this server no further than the other clients do.
 * Throws TargetUnavailable when the server can't be reached or is not to be trusted.
 */
export async function pinOf(url: string, trust: TlsTrust): Promise<string> {
  const raw = await presented(url, trust);
  if (trust.kind === 'fingerprint') {
    const actual = createHash('sha256').update(raw).digest();
    if (!actual.equals(digestIn(trust.sha256))) {
      throw new TargetUnavailable(
        `${url}: expected the certificate with fingerprint ${trust.sha256}, got SHA256:${actual.toString('base64')}`,
      );
    }
  }
  const key = new X509Certificate(raw).publicKey.export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(key).digest('base64');
}

/** The certificate that the server presents, DER. */
function presented(url: string, trust: TlsTrust): Promise<Buffer> {
  const { hostname, port } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, '');
  return new Promise((resolve, reject) => {
    const socket: TLSSocket = connect({
      host,
      port: Number(port || 443),
      // a name that is an address must not be sent
      ...(isIP(host) ? {} : { servername: host }),
      ...(trust.kind === 'ca' ? { ca: trust.pem } : {}),
      rejectUnauthorized: trust.kind === 'system' || trust.kind === 'ca',
      timeout: limitMs,
    });
    const fail = (why: string) => {
      socket.destroy();
      reject(
        new TargetUnavailable(`${url}: expected a TLS server that is trusted as its target file says, got ${why}`),
      );
    };
    socket.once('error', (error) => fail(error.message));
    socket.once('timeout', () => fail(`nothing within ${limitMs / 1000} s`));
    socket.once('secureConnect', () => {
      const { raw } = socket.getPeerCertificate();
      socket.destroy();
      resolve(raw);
    });
  });
}

/** A SHA-256 digest, written in base64 or hexadecimal digits. */
function digestIn(fingerprint: string): Buffer {
  const text = fingerprint.replace(/^sha256:/i, '');
  const hex = text.replaceAll(':', '');
  return /^[0-9a-f]{64}$/i.test(hex) ? Buffer.from(hex, 'hex') : Buffer.from(text, 'base64');
}
