import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Entry } from '../clients/directory.ts';
import { freePorts } from '../targets/free-ports.ts';
import { listens } from './listens.ts';
import { requirePeer } from './peers.ts';

/** User and group that it runs as when a test is run by root; any numbers will do that are not root's. */
const nobody = 65_534;

export interface SlapdOptions {
  suffix: string;
  /** Who may read; their entry holds the password. */
  reader: { dn: string; password: string };
  entries: readonly Entry[];
  /** Entries that a search without pages, or one page, gets at most. */
  sizeLimit: number;
  identity: { key: string; chain: string };
}

/**
 * A slapd of a test's own on 127.0.0.1, without privileges: its configuration and database are below a folder, nothing of the system's is touched.
 */
export class Slapd {
  readonly ports: { ldap: number; ldaps: number };
  readonly #folder: string;
  readonly #child: ChildProcess;
  readonly #suffix: string;

  private constructor(folder: string, suffix: string, ports: { ldap: number; ldaps: number }, child: ChildProcess) {
    this.#folder = folder;
    this.#suffix = suffix;
    this.ports = ports;
    this.#child = child;
  }

  /** Resolves when it answers on both ports; one that is missing or doesn't come up is an error. */
  static async start(folder: string, options: SlapdOptions): Promise<Slapd> {
    const program = requirePeer('slapd');
    configure(folder, options);
    execFileSync(requirePeer('slapadd'), ['-f', join(folder, 'slapd.conf'), '-l', join(folder, 'data.ldif')], {
      ...unprivileged(),
      stdio: 'pipe',
    });
    const ports = await freePorts('ldap', 'ldaps');
    const urls = `ldap://127.0.0.1:${ports.ldap} ldaps://127.0.0.1:${ports.ldaps}`;
    const child = spawn(program, ['-d', '0', '-f', join(folder, 'slapd.conf'), '-h', urls], {
      ...unprivileged(),
      stdio: 'ignore',
    });
    const slapd = new Slapd(folder, options.suffix, ports, child);
    for (const port of Object.values(ports)) await slapd.#answers(port);
    return slapd;
  }

  /** Changes what it holds; `ldif` is as `ldapmodify` takes it. */
  modify(ldif: string): void {
    const url = `ldap://127.0.0.1:${this.ports.ldap}`;
    const login = ['-x', '-D', `cn=root,${this.#suffix}`, '-y', join(this.#folder, 'root-password')];
    execFileSync(requirePeer('ldapmodify'), [...login, '-H', url], { input: ldif, stdio: 'pipe' });
  }

  /** Stops it, by its own process id. */
  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = new Promise((resolve) => this.#child.once('close', resolve));
    this.#child.kill('SIGTERM');
    await ended;
  }

  async #answers(port: number): Promise<void> {
    if (await listens(this.#child, port)) return;
    await this.stop();
    throw new Error(`slapd does not listen on port ${port}; its configuration is ${join(this.#folder, 'slapd.conf')}`);
  }
}

/** What `ldapsearch` got: its entries in a form that doesn't depend on their order, and the result code. */
export interface SearchResult {
  code: number;
  entries: string[];
}

/** Runs `ldapsearch` with these arguments after those of the login. */
export async function ldapsearch(
  folder: string,
  port: number,
  dn: string,
  args: readonly string[],
): Promise<SearchResult> {
  const url = `ldap://127.0.0.1:${port}`;
  const login = ['-x', '-LLL', '-o', 'ldif-wrap=no', '-H', url, '-D', dn, '-y', join(folder, 'password')];
  const child = spawn(requirePeer('ldapsearch'), [...login, ...args], { stdio: ['ignore', 'pipe', 'ignore'] });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString('latin1');
  });
  const code = await new Promise<number>((resolve) => child.once('close', (status) => resolve(status ?? -1)));
  const records = text.split(/\n\n+/).map((record) => record.split('\n').filter((line) => /^[^#]/.test(line)));
  const entries = records.filter((lines) => lines.some((line) => /^dn::? /.test(line)));
  return { code, entries: entries.map((lines) => [...lines].sort().join('\n')).sort() };
}

function configure(folder: string, { suffix, reader, entries, sizeLimit, identity }: SlapdOptions): void {
  const path = (name: string) => join(folder, name);
  chmodSync(folder, 0o755);
  mkdirSync(path('db'));
  writeFileSync(path('key.pem'), identity.key, { mode: 0o600 });
  writeFileSync(path('chain.pem'), identity.chain);
  writeFileSync(path('password'), reader.password, { mode: 0o600 });
  writeFileSync(path('root-password'), 'of the root', { mode: 0o600 });
  const secrets = [{ dn: reader.dn, userPassword: reader.password }];
  writeFileSync(
    path('data.ldif'),
    entries
      .map((entry) =>
        ldif(
          entry,
          secrets.find(({ dn }) => dn === entry.dn),
        ),
      )
      .join('\n'),
    { mode: 0o600 },
  );
  writeFileSync(
    path('slapd.conf'),
    `${['core', 'cosine', 'inetorgperson', 'nis'].map((name) => `include /etc/ldap/schema/${name}.schema`).join('\n')}
pidfile ${path('slapd.pid')}
argsfile ${path('slapd.args')}
modulepath /usr/lib/ldap
moduleload back_mdb
TLSCertificateFile ${path('chain.pem')}
TLSCertificateKeyFile ${path('key.pem')}
sizelimit size.soft=${sizeLimit} size.hard=${sizeLimit} size.pr=${sizeLimit} size.prtotal=unlimited
access to attrs=userPassword by anonymous auth by * none
access to * by users read by * none
database mdb
maxsize 33554432
suffix "${suffix}"
rootdn "cn=root,${suffix}"
rootpw "of the root"
directory ${path('db')}
`,
    { mode: 0o600 },
  );
  const { uid } = unprivileged();
  if (uid === undefined) return;
  for (const name of ['.', 'db', 'key.pem', 'data.ldif', 'slapd.conf']) chownSync(path(name), uid, uid);
}

function ldif({ dn, attributes }: Entry, secret: { userPassword: string } | undefined): string {
  const pairs = Object.entries({ ...attributes, ...(secret ? { userPassword: secret.userPassword } : {}) });
  const lines = pairs.flatMap(([name, values]) =>
    [values].flat().map((value) => `${name}:: ${Buffer.from(value).toString('base64')}`),
  );
  return `dn:: ${Buffer.from(dn).toString('base64')}\n${lines.join('\n')}\n`;
}

/** Whom a process is started as, when it isn't somebody without privileges that starts it. */
function unprivileged(): { uid?: number; gid?: number } {
  return process.getuid?.() === 0 ? { uid: nobody, gid: nobody } : {};
}

/** Version of the installed slapd. */
export function slapdVersion(): string {
  const { stderr, stdout } = spawnSync(requirePeer('slapd'), ['-VV'], { encoding: 'utf8' });
  return /slapd \S+/.exec(`${stdout}${stderr}`)?.[0] ?? '';
}
