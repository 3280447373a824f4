/** What a line reader needs of its terminal. */
export interface LineTerminal {
  /** Whether typed characters are shown. */
  echo: boolean;
  write(text: string): void;
  /** Words that may follow the given ones. */
  complete(words: readonly string[]): string[];
}

interface Request {
  prompt: string;
  hidden: boolean;
  resolve(line: string | null): void;
}

const maxLineLength = 4096;
const maxHistory = 100;
const escapeKey = '\x1b';
const sequence = /^(?:\[[0-9;]*[A-Za-z~]|O[A-Za-z])/;
const unfinishedSequence = /^(?:\[[0-9;]{0,8}|O)?$/;

/**
 * Line editing on a stream of key presses: backspace, cursor keys, Home, End, Delete, Ctrl-C, Ctrl-D, Ctrl-U, Ctrl-W, history and
 * completion. Characters that arrive before a line is asked for wait for it; only Ctrl-C takes effect at once.
 */
export class LineReader {
  readonly #terminal: LineTerminal;
  readonly #history: string[] = [];
  #historyAt = 0;
  #pending = '';
  #ended = false;
  #request: Request | null = null;
  #before = '';
  #after = '';
  #lastWasReturn = false;
  /** Called when the user interrupts while no line is asked for. */
  onInterrupt: (() => void) | null = null;

  constructor(terminal: LineTerminal) {
    this.#terminal = terminal;
  }

  /** Asks for a line; null at the end of the input. */
  line(prompt: string): Promise<string | null> {
    return this.#ask(prompt, false);
  }

  /** Asks for a line that isn't shown; null at the end of the input or when interrupted. */
  hiddenLine(prompt: string): Promise<string | null> {
    return this.#ask(prompt, true);
  }

  feed(text: string): void {
    if (this.#request === null && this.#terminal.echo && text.includes('\x03')) {
      this.#pending = '';
      this.interrupt();
      return;
    }
    if (this.#pending.length < 1_000_000) this.#pending += text;
    this.#consume();
  }

  /** No more input will come. */
  end(): void {
    this.#ended = true;
    this.#consume();
  }

  interrupt(): void {
    this.onInterrupt?.();
  }

  #ask(prompt: string, hidden: boolean): Promise<string | null> {
    return new Promise((resolve) => {
      this.#request = { prompt, hidden, resolve };
      this.#before = '';
      this.#after = '';
      this.#historyAt = this.#history.length;
      this.#terminal.write(prompt);
      this.#consume();
    });
  }

  #consume(): void {
    while (this.#request !== null && this.#pending !== '') {
      const key = firstKey(this.#pending);
      if (key === null && !this.#ended) return;
      this.#pending = this.#pending.slice((key ?? escapeKey).length);
      this.#press(key ?? escapeKey, this.#request);
    }
    if (this.#request !== null && this.#ended) this.#answer(this.#before + this.#after || null);
  }

  #press(key: string, request: Request): void {
    const secondOfLineEnd = key === '\n' && this.#lastWasReturn;
    this.#lastWasReturn = key === '\r';
    if (secondOfLineEnd) return;
    if (key === '\r' || key === '\n') this.#enter(request);
    else if (!this.#terminal.echo) this.#insert(key);
    else if (key === '\x03') this.#cancel(request);
    else if (key === '\x04') this.#endOfInput();
    else if (key === '\t') this.#complete(request);
    else this.#edit(key, request);
  }

  #enter(request: Request): void {
    const line = this.#before + this.#after;
    if (this.#terminal.echo) this.#terminal.write('\r\n');
    if (!request.hidden && line.trim() !== '' && this.#history.at(-1) !== line) {
      this.#history.push(line);
      if (this.#history.length > maxHistory) this.#history.shift();
    }
    this.#answer(line);
  }

  #cancel(request: Request): void {
    this.#terminal.write('^C\r\n');
    if (request.hidden) this.#answer(null);
    else this.#answer('');
  }

  #endOfInput(): void {
    if (this.#before + this.#after !== '') return;
    this.#terminal.write('\r\n');
    this.#answer(null);
  }

  #edit(key: string, request: Request): void {
    if (isOneOf(key, ['\x7f', '\b'])) this.#redraw(dropLast(this.#before), this.#after, request);
    else if (key === '\x15') this.#redraw('', this.#after, request);
    else if (key === '\x17') this.#redraw(this.#before.replace(/\S*\s*$/, ''), this.#after, request);
    else if (isOneOf(key, ['\x1b[A', '\x1bOA'])) this.#recall(-1, request);
    else if (isOneOf(key, ['\x1b[B', '\x1bOB'])) this.#recall(1, request);
    else if (isOneOf(key, ['\x1b[D', '\x1bOD'])) this.#move(dropLast(this.#before), request);
    else if (isOneOf(key, ['\x1b[C', '\x1bOC'])) this.#move(this.#before + firstCharacter(this.#after), request);
    else if (isOneOf(key, ['\x01', '\x1b[H', '\x1bOH', '\x1b[1~'])) this.#move('', request);
    else if (isOneOf(key, ['\x05', '\x1b[F', '\x1bOF', '\x1b[4~'])) this.#move(this.#before + this.#after, request);
    else if (key === '\x1b[3~')
      this.#redraw(this.#before, this.#after.slice(firstCharacter(this.#after).length), request);
    else if (key >= ' ') this.#insert(key);
  }

  #insert(key: string): void {
    if (this.#before.length + this.#after.length >= maxLineLength) return;
    this.#before += key;
    if (!this.#terminal.echo || this.#request?.hidden) return;
    this.#terminal.write(key + this.#after + back(this.#after));
  }

  #move(before: string, request: Request): void {
    const line = this.#before + this.#after;
    this.#redraw(before, line.slice(before.length), request);
  }

  #recall(step: number, request: Request): void {
    if (request.hidden) return;
    const at = Math.min(Math.max(0, this.#historyAt + step), this.#history.length);
    this.#historyAt = at;
    this.#redraw(this.#history[at] ?? '', '', request);
  }

  #redraw(before: string, after: string, request: Request): void {
    this.#before = before;
    this.#after = after;
    if (!request.hidden) this.#terminal.write(`\r\x1b[K${request.prompt}${before}${after}${back(after)}`);
  }

  #complete(request: Request): void {
    if (request.hidden || this.#after !== '') return;
    const words = this.#before.split(/\s+/).filter((word) => word !== '');
    const started = /\S$/.test(this.#before) ? (words.pop() ?? '') : '';
    const fits = this.#terminal.complete(words).filter((word) => word.startsWith(started));
    const shared = sharedBeginning(fits);
    if (shared.length > started.length || fits.length === 1) {
      this.#redraw(
        `${this.#before}${shared.slice(started.length)}${fits.length === 1 ? ' ' : ''}`,
        this.#after,
        request,
      );
    } else if (fits.length > 1) {
      this.#terminal.write(`\r\n${fits.join('  ')}\r\n`);
      this.#redraw(this.#before, this.#after, request);
    }
  }

  #answer(line: string | null): void {
    const request = this.#request;
    this.#request = null;
    this.#before = '';
    this.#after = '';
    request?.resolve(line);
  }
}

/** The first key of the input; null when more must come to tell. */
function firstKey(input: string): string | null {
  if (!input.startsWith(escapeKey)) return firstCharacter(input);
  const rest = input.slice(escapeKey.length);
  if (unfinishedSequence.test(rest)) return null;
  return escapeKey + (sequence.exec(rest)?.[0] ?? '');
}

function isOneOf(key: string, keys: readonly string[]): boolean {
  return keys.includes(key);
}

function back(text: string): string {
  return text === '' ? '' : `\x1b[${Array.from(text).length}D`;
}

function firstCharacter(text: string): string {
  return Array.from(text)[0] ?? '';
}

function dropLast(text: string): string {
  return Array.from(text).slice(0, -1).join('');
}

function sharedBeginning(words: readonly string[]): string {
  const [first = '', ...rest] = words;
  let length = first.length;
  for (const word of rest) while (!word.startsWith(first.slice(0, length))) length -= 1;
  return first.slice(0, length);
}
