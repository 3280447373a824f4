import type { RequestListener } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { CertificateFactory, type Issued } from '../../fixtures/pki.ts';

const pki = new CertificateFactory();
const authority = pki.authority('Self test root');

/** PEM certificate of the authority that issues what `serveHttps` presents. */
export const trusted = authority.certificate;

/** An HTTPS server that is no emulator; it is stopped with `close()`. */
export interface ForeignServer {
  port: number;
  close(): Promise<void>;
}

/** Serves on 127.0.0.1, with a certificate for that address unless another one is given. */
export async function serveHttps(
  listener: RequestListener,
  identity: Issued = pki.leaf(authority, ['127.0.0.1']),
): Promise<ForeignServer> {
  const server = createServer({ key: identity.key, cert: identity.certificate }, listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The least that makes a server attachable as a Call Bridge; everything else it answers with 200 and nothing. */
export const smallestCallBridge: RequestListener = (request, response) => {
  if (request.url !== '/api/v1/system/status') return void response.end();
  response.setHeader('content-type', 'text/xml');
  response.end('<?xml version="1.0"?><status><softwareVersion>3.5.1</softwareVersion></status>');
};

/** Text of a target file for one node on 127.0.0.1 with the role callBridge; its password is the environment's CMS_SELF_PASSWORD. */
export function targetText(options: {
  port: number;
  mmpPort?: number;
  tls?: string;
  platform?: string;
  roles?: string;
}): string {
  const { port, mmpPort = 1, tls = 'tls: { insecure: true }', platform = 'cms1000', roles = '[callBridge]' } = options;
  const login = 'username: admin, password: { env: CMS_SELF_PASSWORD }';
  return `kind: lab
nodes:
  - name: cms1
    platform: ${platform}
    roles: ${roles}
    api: { url: "https://127.0.0.1:${port}", ${login} }
    mmp: { host: 127.0.0.1, port: ${mmpPort}, ${login} }
    ${tls}
`;
}
