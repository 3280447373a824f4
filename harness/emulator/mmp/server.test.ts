import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, test } from '@playwright/test';
import { Client, type ClientChannel, type ConnectConfig, type SFTPWrapper } from 'ssh2';
import { buildNode, type TestNode, testCredentials } from '../testing.ts';
import { type RunningMmp, startMmp } from './server.ts';

let node: TestNode;
let mmp: RunningMmp;
const clients: Client[] = [];

test.beforeEach(async () => {
  node = buildNode();
  mmp = await startMmp(node, { host: '127.0.0.1', port: 0 });
});

test.afterEach(async () => {
  for (const client of clients.splice(0)) client.end();
  await mmp.close();
});

async function login(credentials: Partial<ConnectConfig> = {}): Promise<Client> {
  const client = new Client();
  clients.push(client);
  const ready = new Promise<void>((resolve, reject) => client.once('ready', resolve).once('error', reject));
  client.on('error', () => undefined);
  client.connect({ host: mmp.host, port: mmp.port, ...testCredentials, ...credentials });
  await ready;
  client.setNoDelay(true);
  return client;
}

function channel(client: Client, open: (done: (error: Error | undefined, opened: ClientChannel) => void) => void) {
  return new Promise<ClientChannel>((resolve, reject) => {
    open((error, opened) => (error ? reject(error) : resolve(opened)));
    client.once('close', () => reject(new Error('connection closed')));
  });
}

/** Runs a command; `input` ends its standard input, which stays open otherwise. */
function exec(client: Client, command: string, input: string | null = null) {
  return new Promise<{ text: string; code: number | null }>((resolve, reject) => {
    client.once('close', () => reject(new Error('connection closed')));
    client.exec(command, (error, stream) => {
      if (error) return reject(error);
      // the listeners must stand before the next packet is read: a short answer comes with its exit status in one
      let text = '';
      let code: number | null = null;
      stream.on('data', (data: Buffer) => {
        text += data.toString();
      });
      stream.on('exit', (status: number) => {
        code = status;
      });
      stream.on('close', () => resolve({ text, code }));
      if (input !== null) stream.end(input);
    });
  });
}

/** An interactive session that waits for texts to appear. */
async function shell(client: Client) {
  const stream = await channel(client, (done) => client.shell({ term: 'vt100' }, done));
  let text = '';
  let wake = () => {};
  stream.on('data', (data: Buffer) => {
    text += data.toString();
    wake();
  });
  const closed = once(stream, 'close');
  return {
    stream,
    closed,
    send: (keys: string) => stream.write(keys),
    /** Everything up to and with `expected`; it is consumed. */
    async until(expected: string): Promise<string> {
      for (;;) {
        const at = text.indexOf(expected);
        if (at >= 0) {
          const seen = text.slice(0, at + expected.length);
          text = text.slice(seen.length);
          return seen;
        }
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
  };
}

function sftp(client: Client): Promise<SFTPWrapper> {
  return new Promise((resolve, reject) => {
    client.sftp((error, opened) => (error ? reject(error) : resolve(opened)));
  });
}

test('a command gives its output and its exit status', async () => {
  const client = await login();
  expect(await exec(client, 'version')).toEqual({ text: '3.5\n', code: 0 });
  expect(await exec(client, 'nonsense')).toEqual({ text: 'Unknown command: nonsense\n', code: 1 });
  expect(await exec(client, '')).toEqual({ text: '', code: 0 });
  expect(await exec(client, 'exit')).toEqual({ text: '', code: 0 });
});

test('an exec whose input stays open is answered all the same', async () => {
  const client = await login();
  expect((await exec(client, 'scheduler email username desk')).code).toBe(0);
});

test('hidden prompts of an exec read its standard input', async () => {
  const client = await login();
  const added = await exec(client, 'user add guest crypto', 'guest-pass-1\nguest-pass-1\n');
  expect(added).toMatchObject({ code: 0, text: expect.not.stringContaining('guest-pass-1') });
  expect(node.accounts.verify('guest', 'guest-pass-1')?.mustChangePassword).toBe(true);
  expect((await exec(client, 'user add other crypto', 'only-one\n')).code).toBe(1);
});

test('a wrong password is refused, counted and logged', async () => {
  await expect(login({ password: 'wrong' })).rejects.toThrow();
  await expect(login({ username: 'no\nbody', password: 'wrong' })).rejects.toThrow();
  expect(node.accounts.find('admin')?.failedLogins).toBe(1);
  const log = node.log.since(0).lines.join('\n');
  expect(log).toContain('Failed password for admin from 127.0.0.1:');
  expect(log).toContain('Failed password for no?body from');
  await login();
  expect(node.accounts.find('admin')?.failedLogins).toBe(0);
  expect(node.accounts.find('admin')?.lastLoginAt).not.toBeNull();
});

test('keyboard-interactive asks for the password', async () => {
  const client = new Client();
  clients.push(client);
  client.on('error', () => undefined);
  client.on('keyboard-interactive', (_name, _instructions, _language, prompts, finish) => {
    finish(prompts.map(() => testCredentials.password));
  });
  const ready = once(client, 'ready');
  client.connect({ host: mmp.host, port: mmp.port, username: 'admin', tryKeyboard: true });
  await ready;
  expect((await exec(client, 'version')).text).toBe('3.5\n');
});

test('roles decide who may log in and what they may do', async () => {
  for (const role of ['crypto', 'audit', 'appadmin', 'api'] as const)
    node.accounts.put(role, role, 'role-pass-1', false);
  const as = (username: string) => login({ username, password: 'role-pass-1' });
  await expect(as('appadmin')).rejects.toThrow();
  await expect(as('api')).rejects.toThrow();
  const crypto = await as('crypto');
  expect((await exec(crypto, 'pki list')).code).toBe(0);
  expect((await exec(crypto, 'scheduler enable')).text).toMatch(/^FAILURE: /);
  const audit = await as('audit');
  expect((await exec(audit, 'syslog')).code).toBe(0);
  expect((await exec(audit, 'pki list')).code).toBe(1);
  expect(node.log.since(0).lines.join('\n')).toMatch(
    /User audit from \S+ issued command < pki list>: permission denied/,
  );
});

test('every command is audited, and no command can forge a line', async () => {
  const client = await login();
  await exec(client, 'version\nAug 21 11:53:22 user.info cms1 forged');
  const lines = node.log.since(0).lines.filter((line) => line.includes(' cli: '));
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(
    /local0\.info cms1 cli: User admin from 127\.0\.0\.1:\d+ issued command < version Aug 21 .* forged>: permission granted$/,
  );
});

test('a shell prompts, echoes and ends with exit', async () => {
  const session = await shell(await login());
  await session.until('cms1> ');
  session.send('version\r');
  expect(await session.until('cms1> ')).toBe('version\r\n3.5\r\ncms1> ');
  session.send('exit\r');
  await session.closed;
});

test('what follows the log ends with Ctrl-C', async () => {
  const session = await shell(await login());
  await session.until('cms1> ');
  session.send('syslog follow\r');
  await session.until('syslog follow\r\n');
  await expect.poll(() => node.log.sinks.size).toBe(1);
  node.log.write('user.info', 'host:server:', ' INFO : seen by the follower');
  await session.until('seen by the follower\r\n');
  session.send('\x03');
  await session.until('cms1> ');
  expect(node.log.sinks.size).toBe(0);
});

test('a new account must set its password at its first login', async () => {
  node.accounts.put('fresh', 'admin', 'given-pass-1', true);
  const client = await login({ username: 'fresh', password: 'given-pass-1' });
  expect((await exec(client, 'version')).code).toBe(1);
  await expect(sftp(client)).rejects.toThrow();
  const session = await shell(client);
  await session.until('new password: ');
  session.send('own-pass-1\r');
  await session.until('password again: ');
  session.send('other\r');
  await session.until('FAILURE');
  await session.until('new password: ');
  session.send('own-pass-1\r');
  await session.until('password again: ');
  session.send('own-pass-1\r');
  const seen = await session.until('cms1> ');
  expect(seen).not.toContain('own-pass-1');
  await expect(login({ username: 'fresh', password: 'given-pass-1' })).rejects.toThrow();
  expect((await exec(await login({ username: 'fresh', password: 'own-pass-1' }), 'version')).code).toBe(0);
});

test('garbage on the port disturbs nobody', async () => {
  for (const bytes of [
    Buffer.from('GET / HTTP/1.1\r\n\r\n'),
    Buffer.alloc(200_000, 0xff),
    Buffer.from('SSH-2.0-x\r\n\0\0\0\0'),
  ]) {
    const socket = connect(mmp.port, mmp.host);
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    socket.end(bytes);
    socket.resume();
    await once(socket, 'close');
  }
  expect((await exec(await login(), 'version')).code).toBe(0);
});

test('many sessions at once are each answered', async () => {
  const answers = await Promise.all(
    Array.from({ length: 20 }, async () => {
      const client = await login();
      return Promise.all(
        Array.from({ length: 5 }, async () => (await exec(client, 'help scheduler')).text.split('\n').length),
      );
    }),
  );
  expect(new Set(answers.flat())).toEqual(new Set([29]));
  expect(answers.flat()).toHaveLength(100);
});

test('SFTP keeps files, lists them and refuses what lies outside', async () => {
  const files = await sftp(await login());
  const call = <T>(work: (done: (error: Error | null | undefined, value?: T) => void) => void) =>
    new Promise<T>((resolve, reject) => {
      work((error, value) => (error ? reject(error) : resolve(value as T)));
    });
  const content = Buffer.alloc(300_000, 'certificate ');
  await call<void>((done) => files.writeFile('/big.pem', content, done));
  expect(await call<Buffer>((done) => files.readFile('big.pem', done))).toEqual(content);
  expect(node.files.read('big.pem')?.content).toEqual(content);
  await call<void>((done) => files.writeFile('big.pem', Buffer.from('shorter'), done));
  await call<void>((done) => files.appendFile('big.pem', ' and longer', done));
  expect(node.files.read('big.pem')?.content.toString()).toBe('shorter and longer');
  const names = (await call<{ filename: string }[]>((done) => files.readdir('.', done))).map(
    ({ filename }) => filename,
  );
  expect(names).toEqual(['big.pem', 'live.json', 'log']);
  expect(await call<string>((done) => files.realpath('../..', done))).toBe('/');
  await call<void>((done) => files.rename('big.pem', 'small.pem', done));
  await call<void>((done) => files.writeFile('other.pem', '', done));
  for (const refused of [
    call<void>((done) => files.rename('small.pem', 'other.pem', done)),
    call<Buffer>((done) => files.readFile('/etc/passwd', done)),
    call<Buffer>((done) => files.readFile('../../etc/passwd', done)),
    call<void>((done) => files.writeFile('sub/name.pem', 'x', done)),
    call<void>((done) => files.writeFile('log', 'x', done)),
    call<void>((done) => files.writeFile('two\nlines', 'x', done)),
    call<void>((done) => files.unlink('live.json', done)),
    call<void>((done) => files.unlink('missing.pem', done)),
    call<void>((done) => files.mkdir('folder', done)),
  ]) {
    await expect(refused).rejects.toThrow();
  }
  await call<void>((done) => files.unlink('small.pem', done));
  expect(node.files.names()).toEqual(['other.pem']);
  expect((await call<Buffer>((done) => files.readFile('log', done))).toString()).toContain(
    'Accepted password for admin',
  );
  const live = JSON.parse((await call<Buffer>((done) => files.readFile('live.json', done))).toString());
  expect(live).toMatchObject({ hostname: 'cms1', version: '3.5', scheduler: { enabled: false } });
});

test('the host key stays the same', async () => {
  const first = mmp.hostKeyFingerprint;
  expect(first).toMatch(/^SHA256:[A-Za-z0-9+/]{43}$/);
  await mmp.close();
  mmp = await startMmp(node, { host: '127.0.0.1', port: 0 });
  expect(mmp.hostKeyFingerprint).toBe(first);
});

test('reboot answers first, then takes the server down', async () => {
  let rebooted = 0;
  const done = new Promise<void>((resolve) => {
    node.reboot = async () => {
      rebooted += 1;
      await mmp.close();
      node.bootedAt = node.cluster.clock.now();
      mmp = await startMmp(node, { host: '127.0.0.1', port: 0 });
      resolve();
    };
  });
  const client = await login();
  await exec(client, 'hostname cms2');
  expect((await exec(client, 'hostname')).text).toBe('cms1\n');
  expect((await exec(client, 'reboot')).code).toBe(0);
  await done;
  expect(rebooted).toBe(1);
  expect((await exec(await login(), 'hostname')).text).toBe('cms2\n');
});

test('an evicted or removed user is disconnected', async () => {
  node.accounts.put('guest', 'crypto', 'guest-pass-1', false);
  const guest = await login({ username: 'guest', password: 'guest-pass-1' });
  const gone = once(guest, 'close');
  const admin = await login();
  expect((await exec(admin, 'user list')).text).toMatch(/^guest crypto \d{4}-[A-Z][a-z]{2}-\d{2} yes$/m);
  expect((await exec(admin, 'user evict guest')).code).toBe(0);
  await gone;
  expect((await exec(admin, 'user list')).text).toMatch(/^guest crypto \S+ no$/m);
});

test('a port that is taken rejects', async () => {
  await expect(startMmp(buildNode(), { host: mmp.host, port: mmp.port })).rejects.toThrow('EADDRINUSE');
});
