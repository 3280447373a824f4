import { createHash, type X509Certificate } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { UsageError } from '../harness/cli/errors.ts';
import { TargetUnavailable } from '../harness/protocol/exchange.ts';
import type { TargetNode } from '../harness/targets/target.ts';

/** How k6 is told whom to trust: it has no option for a CA, but Go reads these variables. */
export interface K6Trust {
  insecure: boolean;
  environment: Record<string, string>;
}

const connectLimitMs = 15_000;

/**
 * k6's trust in a node, its certificates in the scratch folder. A pinned certificate becomes the only trusted one, so its host name
 * counts too: throws UsageError when it doesn't name the node's address, TargetUnavailable when it isn't the pinned one.
 */
export async function k6Trust({ name, api, tls }: TargetNode, scratch: string): Promise<K6Trust> {
  if (tls.kind === 'system') return { insecure: false, environment: {} };
  if (tls.kind === 'insecure') return { insecure: true, environment: {} };
  const file = join(scratch, 'trusted.pem');
  writeFileSync(file, tls.kind === 'ca' ? tls.pem : await pinned(name, new URL(api.url), tls.sha256));
  // An empty folder beside the file keeps the system's own certificates out.
  return { insecure: false, environment: { SSL_CERT_FILE: file, SSL_CERT_DIR: join(scratch, 'none') } };
}

async function pinned(node: string, url: URL, fingerprint: string): Promise<string> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const certificate = await presented(host, Number(url.port || 443));
  if (!createHash('sha256').update(certificate.raw).digest().equals(bytesOf(fingerprint))) {
    throw new TargetUnavailable(
      `${node} at ${url.origin} presented a certificate with another fingerprint than the target file's.`,
    );
  }
  const named = isIP(host) ? certificate.checkIP(host) : certificate.checkHost(host);
  if (!named) {
    throw new UsageError(
      `The certificate of ${node} doesn't name "${host}", and k6 can't leave the name out: address the node by a name of its certificate, or use { insecure: true } for the load.`,
    );
  }
  return certificate.toString();
}

function presented(host: string, port: number): Promise<X509Certificate> {
  return new Promise((resolve, reject) => {
    const socket = connect({
      host,
      port,
      ...(isIP(host) ? {} : { servername: host }),
      rejectUnauthorized: false,
      timeout: connectLimitMs,
    });
    const fail = (why: string) => {
      socket.destroy();
      reject(new TargetUnavailable(`${host}:${port} presented no certificate: ${why}.`));
    };
    socket.once('error', ({ message }) => fail(message));
    socket.once('timeout', () => fail(`no answer within ${connectLimitMs / 1000} s`));
    socket.once('secureConnect', () => {
      const certificate = socket.getPeerX509Certificate();
      if (!certificate) return fail('none came');
      socket.destroy();
      resolve(certificate);
    });
  });
}

/** The digest of `SHA256:...`, in base64 or hexadecimal, as target files have it. */
function bytesOf(fingerprint: string): Buffer {
  const text = fingerprint.replace(/^SHA256:/, '');
  const hexadecimal = text.replaceAll(':', '');
  return /^[0-9a-f]{64}$/i.test(hexadecimal) ? Buffer.from(hexadecimal, 'hex') : Buffer.from(text, 'base64');
}
