import { StringDecoder } from 'node:string_decoder';
import type { ServerChannel, Session } from 'ssh2';
import type { EmulatedNode } from '../kernel/node.ts';
import { hostnameOf } from './boot.ts';
import type { Answer, CommandContext, LoginSession } from './command.ts';
import { completions, execute } from './execute.ts';
import { LineReader } from './line-reader.ts';
import { serveSftp } from './sftp.ts';

/** Serves one SSH session channel: a single command (`exec`), a shell, or SFTP. */
export function serveSession(
  node: EmulatedNode,
  login: LoginSession,
  sessions: ReadonlySet<LoginSession>,
  session: Session,
): void {
  let terminal = false;
  session.on('pty', (accept) => {
    terminal = true;
    accept?.();
  });
  session.on('env', (accept) => accept?.());
  session.on('window-change', (accept) => accept?.());
  session.on('signal', (accept) => accept?.());
  session.on('exec', (accept, _reject, { command }) => {
    const shell = new Shell(node, login, sessions, accept(), terminal);
    void shell.runOne(command);
  });
  session.on('shell', (accept) => {
    const shell = new Shell(node, login, sessions, accept(), terminal);
    void shell.runInteractive();
  });
  session.on('sftp', (accept, reject) => {
    if (mustChangePassword(node, login)) reject();
    else serveSftp(node, login, accept());
  });
}

function mustChangePassword(node: EmulatedNode, login: LoginSession): boolean {
  return node.accounts.find(login.username)?.mustChangePassword === true;
}

/** The command line on one channel. */
class Shell {
  readonly #node: EmulatedNode;
  readonly #login: LoginSession;
  readonly #sessions: ReadonlySet<LoginSession>;
  readonly #channel: ServerChannel;
  readonly #terminal: boolean;
  readonly #input: LineReader;
  readonly #lineEnd: string;
  #gone = false;
  #afterwards: (() => void)[] = [];

  constructor(
    node: EmulatedNode,
    login: LoginSession,
    sessions: ReadonlySet<LoginSession>,
    channel: ServerChannel,
    terminal: boolean,
  ) {
    this.#node = node;
    this.#login = login;
    this.#sessions = sessions;
    this.#channel = channel;
    this.#terminal = terminal;
    this.#lineEnd = terminal ? '\r\n' : node.cluster.policies['mmp.lineEnd']();
    this.#input = new LineReader({
      echo: terminal,
      write: (text) => this.#write(text),
      complete: (words) => completions(node, words),
    });
    const decoder = new StringDecoder('utf8');
    channel.on('data', (data: Buffer) => this.#input.feed(decoder.write(data)));
    channel.on('end', () => this.#input.end());
    channel.on('error', () => undefined);
    channel.on('close', () => {
      this.#gone = true;
      this.#input.end();
      this.#input.interrupt();
      for (const work of this.#afterwards.splice(0)) work();
    });
  }

  /** Runs the one command of an `exec` request and ends the channel with its exit status. */
  async runOne(command: string): Promise<void> {
    const { policies } = this.#node.cluster;
    if (mustChangePassword(this.#node, this.#login)) {
      const text = policies['mmp.refusalText']({ kind: 'passwordChange' });
      this.#writeLines([policies['mmp.failureLine'](text)]);
      this.#finish(policies['mmp.exitStatus'](false));
      return;
    }
    const answer = isExit(command) ? { lines: [], ok: true } : await this.#execute(command);
    this.#writeLines(answer.lines);
    this.#finish(policies['mmp.exitStatus'](answer.ok));
  }

  /** Prompts for commands until the user leaves. */
  async runInteractive(): Promise<void> {
    if (mustChangePassword(this.#node, this.#login) && !(await this.#changePassword())) {
      this.#finish(1);
      return;
    }
    for (;;) {
      const line = await this.#input.line(this.#node.cluster.policies['mmp.prompt'](hostnameOf(this.#node)));
      if (line === null || this.#gone || isExit(line)) break;
      const answer = await this.#execute(line);
      this.#writeLines(answer.lines);
      if (this.#afterwards.length > 0) break;
    }
    this.#finish(0);
  }

  /** A new account sets its own password at first login (CMS 2.0 MMP reference; the prompts are inferred). */
  async #changePassword(): Promise<boolean> {
    const account = this.#node.accounts.find(this.#login.username);
    this.#writeLines(['Password has expired']);
    for (let attempt = 0; account && attempt < 3; attempt += 1) {
      const password = await this.#input.hiddenLine('Please enter new password: ');
      if (password === null) return false;
      const again = await this.#input.hiddenLine('Please enter new password again: ');
      if (password !== '' && password === again) {
        this.#node.accounts.put(account.username, account.role, password, false);
        return true;
      }
      this.#writeLines([this.#node.cluster.policies['mmp.failureLine']('passwords are empty or do not match')]);
    }
    return false;
  }

  async #execute(line: string): Promise<Answer> {
    const abort = new AbortController();
    this.#input.onInterrupt = () => abort.abort();
    if (this.#gone) abort.abort();
    const context: CommandContext = {
      node: this.#node,
      session: this.#login,
      sessions: this.#sessions,
      interactive: this.#terminal,
      signal: abort.signal,
      askHidden: (prompt) => this.#input.hiddenLine(prompt),
      write: (text) => this.#writeLines([text]),
      afterwards: (work) => this.#afterwards.push(work),
    };
    const answer = await execute(context, line);
    this.#input.onInterrupt = null;
    return answer;
  }

  #finish(status: number): void {
    if (this.#gone) return;
    this.#channel.exit(status);
    this.#channel.end();
  }

  #writeLines(lines: readonly string[]): void {
    if (lines.length > 0) this.#write(lines.map((line) => `${line}${this.#lineEnd}`).join(''));
  }

  #write(text: string): void {
    if (!this.#gone && this.#channel.writable) this.#channel.write(text);
  }
}

function isExit(line: string): boolean {
  return ['exit', 'logout'].includes(line.trim());
}
