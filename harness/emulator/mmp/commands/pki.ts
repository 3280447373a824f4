import type { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import type { EmulatedNode } from '../../kernel/node.ts';
import { isIssuedBy, pairFacts, readCertificates, readPrivateKey } from '../certificates.ts';
import { type Answer, type Arguments, type CommandContext, type Component, done, failure } from '../command.ts';
import type { Subject } from '../issue.ts';

const subjectAttributes = ['CN', 'OU', 'O', 'L', 'ST', 'C'];
const selfSignedDays = 365;

/**
 * Keys and certificates (documents 214618, 213821, 217320, 216549). What `list` and `csr` do is documented; the grammar of
 * `selfsigned`, `match` and `verify` is recalled, and so is every text but the title of the list.
 */
export const pki: Component = {
  name: 'pki',
  title: 'Manage keys and certificates',
  commands: [
    { usage: 'pki list', run: ({ node }) => list(node) },
    { usage: 'pki csr <key/cert basename> <CN:value> [<attribute:value> ...]', run: createRequest },
    { usage: 'pki selfsigned <key/cert basename> [<attribute:value> ...]', run: createSelfSigned },
    { usage: 'pki match <key-file> <crt-file>', run: match },
    { usage: 'pki verify <crt-file> <cert-bundle> [<CA cert>]', run: verify },
    { usage: 'pki inspect <file>', run: inspect },
  ],
};

function list(node: EmulatedNode): Answer {
  const { policies } = node.cluster;
  return done([
    policies['mmp.pkiListTitle'](),
    ...node.files.names().filter((name) => policies['mmp.pkiListed'](name)),
  ]);
}

async function createRequest({ node }: CommandContext, args: Arguments): Promise<Answer> {
  const subject = readSubject([args.one('CN:value'), ...args.all('attribute:value')]);
  const base = args.one('key/cert basename');
  const refused = refusedRequest(node, base, subject);
  if (refused || typeof subject === 'string') return refused ?? failure(node, 'Invalid attribute');
  const { issueRequest } = await import('../issue.ts');
  const { key, request } = await issueRequest(subject);
  node.files.write(`${base}.key`, Buffer.from(key));
  node.files.write(`${base}.csr`, Buffer.from(request));
  return done([`Created key file ${base}.key and CSR ${base}.csr`, `CSR file ${base}.csr ready for download via SFTP`]);
}

async function createSelfSigned({ node }: CommandContext, args: Arguments): Promise<Answer> {
  const base = args.one('key/cert basename');
  const attributes = args.all('attribute:value');
  const subject = readSubject(
    attributes.some((each) => each.startsWith('CN:')) ? attributes : [`CN:${node.name}`, ...attributes],
  );
  const refused = refusedRequest(node, base, subject);
  if (refused || typeof subject === 'string') return refused ?? failure(node, 'Invalid attribute');
  const { issueSelfSigned } = await import('../issue.ts');
  const from = node.cluster.clock.now();
  const to = new Date(from.getTime() + selfSignedDays * 86_400_000);
  const { key, certificate } = await issueSelfSigned(subject, from, to);
  node.files.write(`${base}.key`, Buffer.from(key));
  node.files.write(`${base}.crt`, Buffer.from(certificate));
  return done([`Created key file ${base}.key and certificate ${base}.crt`]);
}

/** The subject that `attribute:value` words describe, or what is wrong with them. */
function readSubject(words: readonly string[]): Subject | string {
  const subject: Subject = { attributes: [], names: [], addresses: [] };
  for (const word of words) {
    const colon = word.indexOf(':');
    const attribute = word.slice(0, colon);
    const value = word.slice(colon + 1);
    if (colon < 1 || value === '') return `Invalid attribute "${word}"`;
    if (attribute === 'subjectAltName') {
      for (const name of value.split(',').map((each) => each.trim())) {
        if (name === '') return `Invalid attribute "${word}"`;
        (isIP(name) ? subject.addresses : subject.names).push(name);
      }
    } else if (subjectAttributes.includes(attribute)) {
      if (attribute === 'C' && !/^[A-Za-z]{2}$/.test(value)) return `Invalid attribute "${word}"`;
      subject.attributes.push({ name: attribute, value });
    } else {
      return `Unknown attribute "${attribute}"`;
    }
  }
  return subject.attributes.some(({ name }) => name === 'CN') ? subject : 'The attribute CN is mandatory';
}

function refusedRequest(node: EmulatedNode, base: string, subject: Subject | string): Answer | null {
  if (!node.cluster.policies['mmp.acceptsBasename'](base)) return failure(node, `Invalid basename "${base}"`);
  if (typeof subject === 'string') return failure(node, subject);
  // a key that is in use must not be lost by a slip
  return node.files.read(`${base}.key`) ? failure(node, `File "${base}.key" already exists`) : null;
}

function match({ node }: CommandContext, args: Arguments): Answer {
  const content = (name: string) => node.files.read(args.one(name))?.content;
  const { matches } = pairFacts(content('key-file'), content('crt-file'));
  const text = 'Key and certificate pair match';
  return matches ? done([node.cluster.policies['mmp.successLine'](text)]) : failure(node, text);
}

function verify({ node }: CommandContext, args: Arguments): Answer {
  const text = 'certificate verified against CA bundle';
  const read = (name: string | null) => {
    const found = name === null ? { certificates: [] } : readCertificates(node.files.read(name)?.content);
    return 'certificates' in found ? found.certificates : null;
  };
  const leaf = read(args.one('crt-file'))?.[0];
  const bundle = read(args.one('cert-bundle'));
  const extra = read(args.optional('CA cert'));
  if (!leaf || !bundle || !extra) return failure(node, text);
  const now = node.cluster.clock.now();
  return leadsToRoot(leaf, [...bundle, ...extra], now)
    ? done([node.cluster.policies['mmp.successLine'](text)])
    : failure(node, text);
}

function leadsToRoot(leaf: X509Certificate, pool: readonly X509Certificate[], at: Date): boolean {
  let current = leaf;
  const valid = (each: X509Certificate) => each.validFromDate <= at && at <= each.validToDate;
  for (let rest = [...pool]; valid(current); ) {
    if (isIssuedBy(current, current)) return pool.some((each) => each.raw.equals(current.raw));
    const issuer = rest.find((each) => each.ca && isIssuedBy(current, each));
    if (!issuer) return false;
    rest = rest.filter((each) => each !== issuer);
    current = issuer;
  }
  return false;
}

function inspect({ node }: CommandContext, args: Arguments): Answer {
  const name = args.one('file');
  const stored = node.files.read(name);
  const { policies } = node.cluster;
  if (!stored) return failure(node, policies['mmp.refusalText']({ kind: 'file', value: name }));
  const read = readCertificates(stored.content);
  if ('certificates' in read) return done(read.certificates.flatMap((each) => certificateLines(node, each)));
  const key = readPrivateKey(stored.content);
  if ('key' in key) return done([`File contains a private key (${key.key.asymmetricKeyType})`]);
  if (key.problem === 'encrypted') return done(['File contains an encrypted private key']);
  return failure(node, `File "${name}" holds neither a certificate nor a key`);
}

function certificateLines(node: EmulatedNode, certificate: X509Certificate): string[] {
  const values: [string, string][] = [
    ['Subject', (certificate.subject ?? '').replaceAll('\n', ', ')],
    ['Issuer', (certificate.issuer ?? '').replaceAll('\n', ', ')],
    ['Serial number', certificate.serialNumber],
    ['Not before', certificate.validFrom],
    ['Not after', certificate.validTo],
    ['Subject alternative name', certificate.subjectAltName ?? node.cluster.policies['mmp.noneWord']()],
    ['CA', String(certificate.ca)],
    ['SHA256 fingerprint', certificate.fingerprint256],
  ];
  return values.map(([key, value]) => node.cluster.policies['mmp.listingLine']({ key, value, width: 26 }));
}
