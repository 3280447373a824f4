import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePorts } from '../targets/free-ports.ts';
import { listens } from './listens.ts';
import { requirePeer } from './peers.ts';

/** Owner of the mailboxes; any number will do that is not root's. */
const owner = 65_534;

/**
 * A Postfix of a test's own on 127.0.0.1: its configuration, queue and mailboxes are below a folder, nothing of the system's is
 * touched. It takes mail for `ann` and `bob` at `example.test`, over SMTP with STARTTLS and over SMTPS, and keeps it in Maildirs. Needs root, which
 * Postfix itself does.
 */
export class Postfix {
  readonly ports: { smtp: number; smtps: number };
  readonly #folder: string;
  readonly #child: ChildProcess;

  private constructor(folder: string, ports: { smtp: number; smtps: number }, child: ChildProcess) {
    this.#folder = folder;
    this.ports = ports;
    this.#child = child;
  }

  /** Resolves when it answers on both ports; a Postfix that is missing or doesn't come up is an error. */
  static async start(folder: string, identity: { key: string; chain: string }): Promise<Postfix> {
    const program = requirePeer('postfix');
    const ports = await freePorts('smtp', 'smtps');
    configure(folder, identity, ports);
    const child = spawn(program, ['-c', join(folder, 'etc'), 'start-fg'], { stdio: 'ignore' });
    const postfix = new Postfix(folder, ports, child);
    for (const port of Object.values(ports)) await postfix.#answers(port);
    return postfix;
  }

  /** What it has logged. */
  get log(): string {
    const file = join(this.#folder, 'log');
    return existsSync(file) ? readFileSync(file, 'utf8') : 'it has logged nothing';
  }

  /** The messages of `ann` or `bob`, once there are `count`. */
  async messages(user: 'ann' | 'bob', count: number): Promise<Buffer[]> {
    const folder = join(this.#folder, 'mail', user, 'new');
    for (let wait = 0; wait < 200; wait += 1) {
      const files = existsSync(folder) ? readdirSync(folder) : [];
      if (files.length >= count) return files.map((file) => readFileSync(join(folder, file)));
      await pause(50);
    }
    throw new Error(`Postfix delivered no ${count} messages to ${user}: ${this.log}`);
  }

  /** Stops it and every daemon that it has started. */
  async stop(): Promise<void> {
    if (this.#child.exitCode !== null) return;
    const ended = new Promise((resolve) => this.#child.once('close', resolve));
    // the child is a script around the master, which its own command stops, and waits for
    execFileSync(requirePeer('postfix'), ['-c', join(this.#folder, 'etc'), 'stop'], { stdio: 'ignore' });
    await ended;
  }

  async #answers(port: number): Promise<void> {
    if (await listens(this.#child, port)) return;
    await this.stop();
    throw new Error(`Postfix does not listen on port ${port}: ${this.log}`);
  }
}

function configure(
  folder: string,
  identity: { key: string; chain: string },
  ports: { smtp: number; smtps: number },
): void {
  chmodSync(folder, 0o755);
  const path = (name: string) => join(folder, name);
  for (const name of ['etc', 'queue', 'data', 'mail']) mkdirSync(path(name));
  chownSync(path('data'), Number(postfixUser()), 0);
  chownSync(path('mail'), owner, owner);
  writeFileSync(path('etc/key.pem'), identity.key, { mode: 0o600 });
  writeFileSync(path('etc/chain.pem'), identity.chain);
  writeFileSync(
    path('etc/main.cf'),
    `compatibility_level = 3.6
queue_directory = ${path('queue')}
data_directory = ${path('data')}
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
maillog_file = ${path('log')}
maillog_file_prefixes = ${folder}
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mta.example.test
mydestination =
mynetworks = 127.0.0.0/8
alias_maps =
smtpd_banner = $myhostname ESMTP
smtpd_tls_security_level = may
smtpd_tls_loglevel = 1
smtpd_tls_received_header = yes
smtpd_tls_key_file = ${path('etc/key.pem')}
smtpd_tls_cert_file = ${path('etc/chain.pem')}
virtual_mailbox_domains = example.test
virtual_mailbox_base = ${path('mail')}
virtual_mailbox_maps = regexp:${path('etc/mailboxes')}
virtual_uid_maps = static:${owner}
virtual_gid_maps = static:${owner}
virtual_minimum_uid = 100
`,
  );
  writeFileSync(path('etc/mailboxes'), ['ann', 'bob'].map((user) => `/^${user}@example\\.test$/ ${user}/\n`).join(''));
  writeFileSync(
    path('etc/master.cf'),
    `127.0.0.1:${ports.smtp} inet n - n - - smtpd
127.0.0.1:${ports.smtps} inet n - n - - smtpd
  -o smtpd_tls_wrappermode=yes
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
local unix - n n - - local
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
`,
  );
}

/** Number of the user that Postfix's daemons run as. */
function postfixUser(): string {
  const [, number] = /^postfix:[^:]*:(\d+):/m.exec(readFileSync('/etc/passwd', 'utf8')) ?? [];
  if (!number)
    throw new Error('there is no user "postfix"; install the Debian package postfix (apt-get install postfix)');
  return number;
}
