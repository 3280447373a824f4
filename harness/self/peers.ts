import { execFileSync } from 'node:child_process';

/** Debian packages that hold the programs which the self tests hold the emulator against. */
const packages: Readonly<Record<string, string>> = {
  ssh: 'openssh-client',
  sftp: 'openssh-client',
  scp: 'openssh-client',
  'ssh-keygen': 'openssh-client',
  'ssh-keyscan': 'openssh-client',
  script: 'bsdutils',
  curl: 'curl',
  openssl: 'openssl',
  logger: 'bsdutils',
  slapd: 'slapd',
  slapadd: 'slapd',
  ldapsearch: 'ldap-utils',
  ldapmodify: 'ldap-utils',
  postfix: 'postfix',
  postconf: 'postfix',
  sipp: 'sip-tester',
  python3: 'python3-venv',
};

/**
 * Path of an independent program that a self test needs. A missing one is an error, never a skip: a test that did not run
 * says nothing.
 */
export function requirePeer(command: string): string {
  try {
    return execFileSync('/bin/sh', ['-c', 'command -v -- "$1"', 'sh', command], { encoding: 'utf8' }).trim();
  } catch {
    const name = packages[command] ?? command;
    throw new Error(
      `the program "${command}" is missing; install the Debian package ${name} (apt-get install ${name})`,
    );
  }
}
