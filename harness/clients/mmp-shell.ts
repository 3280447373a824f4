import type { ClientChannel } from 'ssh2';
import { type Recorder, TargetUnavailable } from '../protocol/exchange.ts';

/** Output up to something awaited. `matched` is the awaited text, `text` all before it. */
export interface ShellOutput {
  text: string;
  matched: string;
}

/** Where the session is, and how many milliseconds anything awaited may take. */
interface Whereabouts {
  host: string;
  port: number;
  node: string;
  recorder?: Recorder;
  answerTimeout: number;
}

/** A prompt: a host name, `>` and one blank at the very end of the output (facts: mmp-and-scheduler 1.1). */
const prompt = /(?<=^|\n)[\w.-]+> $/;
const passwordQuestion = /[^\r\n]*[Pp]assword[^\r\n]*:\s*$/;
const escapeCharacter = String.fromCharCode(27);
const controlSequence = new RegExp(`${escapeCharacter}(?:\\[[0-9;?]*[A-Za-z]|[()][A-Z0-9]|[=>78])`, 'g');

/**
 * An interactive MMP session. Await the prompt before sending the next line: output is read strictly in order,
 * without terminal control sequences and carriage returns.
 */
export class MmpShell {
  readonly #channel: ClientChannel;
  readonly #where: Whereabouts;
  #unread = '';
  #sent = '';
  #ended = false;
  #wake: () => void = () => undefined;

  constructor(channel: ClientChannel, where: Whereabouts) {
    this.#channel = channel;
    this.#where = where;
    channel.setEncoding('utf8');
    channel.on('data', (chunk: string) => {
      this.#unread = (this.#unread + chunk).replace(controlSequence, '').replaceAll('\r', '');
      this.#wake();
    });
    channel.on('close', () => {
      this.#ended = true;
      this.#wake();
    });
  }

  /** Types a line and the return key. */
  send(line: string): void {
    this.#sent = line;
    this.#channel.write(`${line}\r`);
  }

  /** Output up to the next prompt; `matched` is the prompt with its blank. */
  waitForPrompt(): Promise<ShellOutput> {
    return this.waitFor(prompt);
  }

  /**
   * The prompt, whatever it looks like: what stands on the unfinished last line once that is a prompt of the documented
   * form, or else after `milliseconds` of waiting. Unlike `waitForPrompt` it lets a wrong prompt be judged.
   */
  async readPrompt(milliseconds = 5_000): Promise<string> {
    try {
      return (await this.#await(prompt, milliseconds)).matched;
    } catch (error) {
      if (this.#ended) throw error;
      const tail = this.#unread.slice(this.#unread.lastIndexOf('\n') + 1);
      this.#unread = '';
      return tail;
    }
  }

  /**
   * Types a line, answers every password question that follows with `secret`, and returns the output up to the prompt.
   * The secret is not recorded.
   */
  async sendWithPassword(line: string, secret: string): Promise<ShellOutput> {
    this.send(line);
    let text = '';
    for (;;) {
      const output = await this.waitFor(new RegExp(`${prompt.source}|${passwordQuestion.source}`));
      text += output.text;
      if (prompt.test(output.matched)) return { text, matched: output.matched };
      this.#sent = '(password)';
      this.#channel.write(`${secret}\r`);
    }
  }

  /** Output up to the first text that `pattern` matches; throws `TargetUnavailable` when the session ends or time runs out. */
  waitFor(pattern: RegExp): Promise<ShellOutput> {
    return this.#await(pattern, this.#where.answerTimeout);
  }

  /** Ends the session. */
  close(): void {
    this.#channel.end();
    this.#channel.close();
  }

  async #await(pattern: RegExp, milliseconds: number): Promise<ShellOutput> {
    const { node, recorder } = this.#where;
    const at = new Date().toISOString();
    const started = performance.now();
    const deadline = AbortSignal.timeout(milliseconds);
    const request = { summary: this.#sent === '' ? '(session opened)' : this.#sent };
    const record = (outcome: { response?: { summary: string; body: string }; error?: string }) =>
      recorder?.({
        channel: 'mmp',
        node,
        at,
        durationMs: Math.round(performance.now() - started),
        request,
        ...outcome,
      });
    for (;;) {
      const match = pattern.exec(this.#unread);
      if (match) {
        const output = { text: this.#unread.slice(0, match.index), matched: match[0] };
        this.#unread = this.#unread.slice(match.index + match[0].length);
        record({ response: { summary: 'session output', body: output.text + output.matched } });
        return output;
      }
      if (this.#ended || deadline.aborted) {
        const { host, port } = this.#where;
        const what = this.#ended ? 'ended the session' : `printed nothing awaited within ${milliseconds} ms`;
        const error = `MMP of ${node} at ${host}:${port} ${what}, expected ${pattern}, last output ${JSON.stringify(this.#unread.slice(-200))}; see that the account may use the command line`;
        record({ error });
        throw new TargetUnavailable(error);
      }
      await new Promise<void>((wake) => {
        this.#wake = wake;
        deadline.onabort = () => wake();
      });
    }
  }
}
