import { createHash } from 'node:crypto';
import { createServer, type Socket } from 'node:net';
import ssh2, { type AuthContext, type Connection, type Server } from 'ssh2';
import type { Account } from '../kernel/accounts.ts';
import type { EmulatedNode } from '../kernel/node.ts';
import { bootComponents } from './boot.ts';
import type { LoginSession } from './command.ts';
import { serveSession } from './session.ts';
import { startSyslog } from './syslog.ts';

const maxLoginAttempts = 6;
const loginGraceMs = 120_000;

/** A running MMP. */
export interface RunningMmp {
  host: string;
  port: number;
  /** `SHA256:...`, as ssh prints it. */
  hostKeyFingerprint: string;
  /** Stops listening and ends every connection. */
  close(): Promise<void>;
}

/**
 * Starts a node's MMP: SSH for commands (interactive and `exec`) and SFTP for files, on one port with the node's own
 * accounts (facts: mmp-and-scheduler 1.1). Port 0 takes a free one. Rejects with the system's error when the port can't
 * be opened. The host key is made once and kept with the node.
 */
export async function startMmp(node: EmulatedNode, listen: { host: string; port: number }): Promise<RunningMmp> {
  const hostKey = hostKeyOf(node);
  const sessions = new Set<LoginSession>();
  const sockets = new Set<Socket>();
  const ssh = new ssh2.Server({ hostKeys: [hostKey.privateKey], ident: 'CMS-MMP' });
  ssh.on('connection', (connection: Connection, info: { ip: string; port: number }) => {
    serveConnection(node, sessions, connection, `${info.ip}:${info.port}`);
  });
  ssh.on('error', () => undefined);
  const listener = createServer((socket) => acceptSocket(ssh, sockets, socket));
  await new Promise<void>((resolve, reject) => {
    listener.once('error', reject);
    listener.listen(listen.port, listen.host, () => {
      listener.removeListener('error', reject);
      resolve();
    });
  });
  listener.on('error', () => undefined);
  bootComponents(node);
  const stopSyslog = startSyslog(node);
  const address = listener.address();
  return {
    host: listen.host,
    port: typeof address === 'object' && address ? address.port : listen.port,
    hostKeyFingerprint: hostKey.fingerprint,
    close: async () => {
      stopSyslog();
      const closed = new Promise<void>((resolve) => listener.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

function acceptSocket(ssh: Server, sockets: Set<Socket>, socket: Socket): void {
  sockets.add(socket);
  socket.on('close', () => sockets.delete(socket));
  // without it every command waits for a delayed acknowledgement, about 90 ms
  socket.setNoDelay(true);
  socket.on('error', () => socket.destroy());
  ssh.injectSocket(socket);
}

function serveConnection(node: EmulatedNode, sessions: Set<LoginSession>, connection: Connection, from: string): void {
  let login: LoginSession | undefined;
  let attempts = 0;
  const grace = setTimeout(() => connection.end(), loginGraceMs);
  grace.unref();
  // whatever a client sends wrongly ends its own connection and nothing else
  connection.on('error', () => connection.end());
  connection.on('close', () => {
    clearTimeout(grace);
    if (login) sessions.delete(login);
  });
  connection.on('authentication', (context) => {
    authenticate(node, context, from, (account) => {
      if (account) {
        login = { username: account.username, role: account.role, from, close: () => connection.end() };
        context.accept();
        return;
      }
      if (context.method !== 'none') attempts += 1;
      context.reject(['password', 'keyboard-interactive']);
      if (attempts >= maxLoginAttempts) connection.end();
    });
  });
  connection.on('ready', () => {
    clearTimeout(grace);
    if (login) sessions.add(login);
  });
  connection.on('session', (accept, reject) => {
    if (login) serveSession(node, login, sessions, accept());
    else reject();
  });
  connection.on('tcpip', (_accept, reject) => reject());
  connection.on('openssh.streamlocal', (_accept, reject) => reject());
  connection.on('request', (_accept: unknown, reject: (() => void) | undefined) => reject?.());
}

function authenticate(
  node: EmulatedNode,
  context: AuthContext,
  from: string,
  decide: (account: Account | undefined) => void,
): void {
  const check = (password: string) => {
    const account = node.accounts.verify(context.username, password);
    const allowed = account !== undefined && node.cluster.policies['mmp.mayLogIn'](account.role);
    node.accounts.recordLogin(context.username, allowed);
    const entry = { user: printable(context.username), from };
    const { policies } = node.cluster;
    if (allowed) node.log.write('auth.info', 'sshd:', policies['mmp.loginText'](entry));
    else node.log.write('auth.info', 'sshd:', policies['mmp.failedLoginText'](entry));
    decide(allowed ? account : undefined);
  };
  if (context.method === 'password') {
    check(context.password);
  } else if (context.method === 'keyboard-interactive') {
    context.prompt([{ prompt: 'Password: ', echo: false }], (answers) => check(answers?.[0] ?? ''));
  } else {
    decide(undefined);
  }
}

/** A name from the network must not forge log lines. */
function printable(name: string): string {
  return name.replace(/[^\u0020-\u007e]+/g, '?').slice(0, 64);
}

/** One in some two hundred keys that ssh2 makes is one that it can't read itself (it loses a leading zero byte). */
function newHostKey(): string {
  for (;;) {
    const { private: key } = ssh2.utils.generateKeyPairSync('ed25519', {});
    if (!(ssh2.utils.parseKey(key) instanceof Error)) return key;
  }
}

function hostKeyOf(node: EmulatedNode): { privateKey: string; fingerprint: string } {
  let privateKey = node.settings.get<string>('mmp.hostKey');
  if (!privateKey) {
    privateKey = newHostKey();
    node.settings.set('mmp.hostKey', privateKey);
  }
  const key = ssh2.utils.parseKey(privateKey);
  if (key instanceof Error) throw new Error(`the kept host key of ${node.name} is unreadable: ${key.message}`);
  const digest = createHash('sha256').update(key.getPublicSSH()).digest('base64').replace(/=+$/, '');
  return { privateKey, fingerprint: `SHA256:${digest}` };
}
