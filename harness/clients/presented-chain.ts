import { connect, type DetailedPeerCertificate } from 'node:tls';
import { TargetUnavailable } from '../protocol/exchange.ts';

/** SHA-256 fingerprints of the certificates that a TLS server presents, its own first. Throws TargetUnavailable. */
export function presentedChain(host: string, port: number, timeoutMs = 5_000): Promise<string[]> {
  return new Promise((resolve, reject) => {
    // no trust: what isn't presented must not be filled in from our own store
    const socket = connect({ host, port, rejectUnauthorized: false, ca: [], timeout: timeoutMs });
    const fail = (why: string) => {
      socket.destroy();
      reject(new TargetUnavailable(`${host}:${port}: expected a TLS server, got ${why}`));
    };
    socket.once('timeout', () => fail('no answer in time'));
    socket.once('error', (error) => fail(error.message));
    socket.once('secureConnect', () => {
      const chain: string[] = [];
      let next: DetailedPeerCertificate | undefined = socket.getPeerCertificate(true);
      while (next?.fingerprint256 && !chain.includes(next.fingerprint256)) {
        chain.push(next.fingerprint256);
        next = next.issuerCertificate;
      }
      socket.end();
      resolve(chain);
    });
  });
}

/** Whether something takes connections there. */
export function listens(host: string, port: number, timeoutMs = 2_000): Promise<boolean> {
  return presentedChain(host, port, timeoutMs).then(
    () => true,
    () => false,
  );
}
