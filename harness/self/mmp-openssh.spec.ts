import { execFile, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { type RunningMmp, startMmp } from '../emulator/mmp/server.ts';
import { buildNode, type TestNode, testCredentials } from '../emulator/testing.ts';
import { outputLines } from '../protocol/mmp/listing.ts';
import { schedulerUsage } from '../protocol/mmp/scheduler.ts';
import { requirePeer } from './peers.ts';

// The emulated MMP as OpenSSH sees it: an independent reading of SSH and SFTP.

let node: TestNode;
let mmp: RunningMmp;
let folder: string;
let environment: NodeJS.ProcessEnv;

test.beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mmp-openssh-'));
  const askPass = join(folder, 'askpass');
  writeFileSync(askPass, `#!/bin/sh\necho '${testCredentials.password}'\n`, { mode: 0o700 });
  environment = { ...process.env, SSH_ASKPASS: askPass, SSH_ASKPASS_REQUIRE: 'force', DISPLAY: '' };
  node = buildNode();
  mmp = await startMmp(node, { host: '127.0.0.1', port: 0 });
});

test.afterEach(async () => {
  await mmp.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Outcome {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs a program to its end with the given standard input. */
function run(program: string, args: readonly string[], input = ''): Promise<Outcome> {
  const path = requirePeer(program);
  return new Promise((resolve, reject) => {
    const child = spawn(path, args, { env: environment });
    const outcome: Outcome = { code: null, stdout: '', stderr: '' };
    child.stdout.on('data', (data: Buffer) => {
      outcome.stdout += data.toString();
    });
    child.stderr.on('data', (data: Buffer) => {
      outcome.stderr += data.toString();
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ ...outcome, code }));
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}

const settings = () => ({
  StrictHostKeyChecking: 'accept-new',
  UserKnownHostsFile: join(folder, 'known'),
  PubkeyAuthentication: 'no',
  NumberOfPasswordPrompts: '1',
  LogLevel: 'ERROR',
});
const options = () => [
  '-F',
  'none',
  ...Object.entries(settings()).flatMap(([name, value]) => ['-o', `${name}=${value}`]),
];
const ssh = (args: readonly string[], input = '') => run('ssh', [...options(), '-p', String(mmp.port), ...args], input);
const sftp = (batch: string) =>
  run('sftp', [...options(), '-o', 'BatchMode=no', '-P', String(mmp.port), '-b', '-', 'admin@127.0.0.1'], batch);
const text = (lines: readonly string[]) => lines.map((line) => `${line}\n`).join('');

test('the peer is OpenSSH', async () => {
  const { stderr } = await run('ssh', ['-V']);
  test.info().annotations.push({ type: 'peer', description: stderr.trim() });
  expect(stderr).toMatch(/^OpenSSH_/);
});

test('exec gives the documented help and an exit status', async () => {
  const help = await ssh(['admin@127.0.0.1', 'help scheduler']);
  expect(help).toEqual({
    code: 0,
    stdout: text(['Configure scheduler', '', 'Usage:', '', ...schedulerUsage]),
    stderr: '',
  });
  const unknown = await ssh(['admin@127.0.0.1', 'nonsense']);
  expect(unknown.code).toBe(1);
  expect(unknown.stdout).toMatch(/^Unknown command/);
});

for (const method of ['password', 'keyboard-interactive']) {
  test(`logs in by ${method}, and not with a wrong password`, async () => {
    const args = ['-o', `PreferredAuthentications=${method}`, 'admin@127.0.0.1', 'version'];
    expect(await ssh(args)).toMatchObject({ code: 0, stdout: '3.5\n' });
    node.accounts.put('admin', 'admin', 'another-pass-1', false);
    expect(await ssh(args)).toMatchObject({ code: 255, stdout: '' });
    expect(node.accounts.find('admin')?.failedLogins).toBe(1);
  });
}

test('the host key has the announced fingerprint', async () => {
  await ssh(['admin@127.0.0.1', 'version']);
  const known = readFileSync(join(folder, 'known'), 'utf8').trim().split(' ');
  const printed = await new Promise<string>((resolve, reject) => {
    const child = execFile(requirePeer('ssh-keygen'), ['-l', '-f', '-'], (error, stdout) =>
      error ? reject(error) : resolve(stdout),
    );
    child.stdin?.end(`${known.slice(1).join(' ')}\n`);
  });
  expect(printed).toContain(mmp.hostKeyFingerprint);
});

test('an interactive session on a terminal prompts, echoes, edits and ends', async () => {
  const { code, stdout } = await ssh(['-tt', 'admin@127.0.0.1'], 'versiom\x7fn\rhostname\rexit\r');
  expect(code).toBe(0);
  const lines = outputLines(stdout);
  expect(lines).toContain('3.5');
  expect(lines.some((line) => line.startsWith('cms1> '))).toBe(true);
  expect(lines).toContain('cms1');
});

test('a session works through a real pseudo-terminal', async () => {
  const command = [requirePeer('ssh'), ...options(), '-tt', '-p', String(mmp.port), 'admin@127.0.0.1']
    .map((word) => `'${word}'`)
    .join(' ');
  const { code, stdout } = await run('script', ['-q', '-e', '-c', command, '/dev/null'], 'scheduler status\nexit\n');
  expect(code).toBe(0);
  expect(stdout).toContain('Status: disabled\r\n');
});

test('commands piped into a session without a terminal are answered in order', async () => {
  const { code, stdout } = await ssh(['-T', 'admin@127.0.0.1'], 'version\nuser list\n');
  expect(code).toBe(0);
  expect(stdout).toMatch(/^cms1> 3\.5\ncms1> USERNAME .*\nadmin admin \S+ yes\ncms1> $/);
});

test('sftp puts, lists, renames, gets and removes files', async () => {
  const source = join(folder, 'leaf.cer');
  const copy = join(folder, 'copy.cer');
  const content = 'certificate text\r\n'.repeat(20_000);
  writeFileSync(source, content);
  const { code, stdout, stderr } = await sftp(
    [
      `put ${source} /leaf.cer`,
      'ls -l',
      'rename leaf.cer web.cer',
      `get web.cer ${copy}`,
      'ls -1',
      `get log ${join(folder, 'log')}`,
    ].join('\n'),
  );
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(readFileSync(copy, 'utf8')).toBe(content);
  expect(stdout).toMatch(new RegExp(`^-rw-------.* ${content.length} .* leaf\\.cer$`, 'm'));
  expect(node.files.names()).toEqual(['web.cer']);
  expect(readFileSync(join(folder, 'log'), 'utf8')).toContain('Accepted password for admin');
  expect((await sftp('rm web.cer')).code).toBe(0);
  expect(node.files.names()).toEqual([]);
  for (const refused of ['get ../../etc/passwd', 'rm log', 'mkdir folder', `put ${source} folder/leaf.cer`]) {
    expect((await sftp(refused)).code, refused).toBe(1);
  }
});

test('scp copies by SFTP in both directions', async () => {
  const source = join(folder, 'leaf.key');
  const copy = join(folder, 'copy.key');
  writeFileSync(source, 'key text\n');
  const scp = (...paths: string[]) => run('scp', [...options(), '-s', '-P', String(mmp.port), ...paths]);
  expect(await scp(source, 'admin@127.0.0.1:/leaf.key')).toMatchObject({ code: 0 });
  expect(node.files.read('leaf.key')?.content.toString()).toBe('key text\n');
  expect(await scp('admin@127.0.0.1:leaf.key', copy)).toMatchObject({ code: 0 });
  expect(readFileSync(copy, 'utf8')).toBe('key text\n');
});

test('certificates and keys of openssl make the scheduler start', async () => {
  const key = join(folder, 'web.key');
  const certificate = join(folder, 'web.cer');
  const request = 'req -x509 -newkey rsa:2048 -nodes -subj /CN=cms1.example.test -days 2'.split(' ');
  const made = await run('openssl', [...request, '-keyout', key, '-out', certificate]);
  expect(made.code).toBe(0);
  expect((await sftp(`put ${key}\nput ${certificate}`)).code).toBe(0);
  const { stdout, code } = await ssh(
    ['-T', 'admin@127.0.0.1'],
    'scheduler c2w certs web.key web.cer\nscheduler c2w trust web.cer\nscheduler enable\n',
  );
  expect(code).toBe(0);
  expect(stdout).toContain('SUCCESS: scheduler enabled\n');
});

test('a request of `pki csr` satisfies openssl', async () => {
  expect(
    (
      await ssh([
        'admin@127.0.0.1',
        'pki csr web CN:web.example.test O:Example subjectAltName:a.example.test,192.0.2.9',
      ])
    ).code,
  ).toBe(0);
  const request = join(folder, 'web.csr');
  const key = join(folder, 'web.key');
  expect((await sftp(`get web.csr ${request}\nget web.key ${key}`)).code).toBe(0);
  const shown = await run('openssl', ['req', '-in', request, '-noout', '-verify', '-text']);
  expect(shown.code).toBe(0);
  expect(shown.stdout).toContain('CN = web.example.test');
  expect(shown.stdout).toContain('DNS:a.example.test, IP Address:192.0.2.9');
  expect(shown.stdout).toContain('Public-Key: (2048 bit)');
  const modulus = async (...args: string[]) => (await run('openssl', [...args, '-noout', '-modulus'])).stdout;
  expect(await modulus('rsa', '-in', key)).toBe(await modulus('req', '-in', request));
});
