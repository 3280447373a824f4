import { appendFileSync } from 'node:fs';
import { compareVersions } from '../../protocol/platform.ts';
import type { Clock } from './clock.ts';

export type Facility =
  | 'user.info'
  | 'user.warning'
  | 'local0.info'
  | 'local0.warning'
  | 'daemon.info'
  | 'daemon.warning'
  | 'auth.info';

/** Receives each finished log line, e.g. a syslog sender. */
export type LogSink = (facility: Facility, line: string) => void;

/**
 * A node's system log: kept in memory for the control interface and the SFTP file `log`, and written on to a file and to
 * syslog receivers. Lines have the documented form of the version (facts: mmp-and-scheduler 1.8, call-bridge-api 24.1).
 */
export class NodeLog {
  readonly #clock: Clock;
  readonly #host: () => string;
  readonly #withMilliseconds: boolean;
  readonly #file: string | null;
  readonly #lines: string[] = [];
  #dropped = 0;
  /** The stamp of the last line, and its instant: many lines share one. */
  #stamped = { at: Number.NaN, text: '' };
  readonly sinks = new Set<LogSink>();

  constructor(options: { clock: Clock; host: () => string; version: string; file: string | null }) {
    this.#clock = options.clock;
    this.#host = options.host;
    this.#withMilliseconds = compareVersions(options.version, '3.0') >= 0;
    this.#file = options.file;
  }

  /**
   * Writes one line. `source` is the process column including its colon as the document prints it, e.g. `host:server:` or
   * `cli:`; `text` follows it after one blank (the documents' `host:server:  INFO : ` has its second blank in the text).
   */
  write(facility: Facility, source: string, text: string): void {
    const line = `${this.#stamp()} ${facility} ${this.#host()} ${source} ${text}`;
    this.#lines.push(line);
    if (this.#lines.length > 50_000) {
      this.#lines.splice(0, 10_000);
      this.#dropped += 10_000;
    }
    if (this.#file) appendFileSync(this.#file, `${line}\n`);
    for (const sink of this.sinks) sink(facility, line);
  }

  /** Lines from number `since` on (the first line ever is 0), and the number to ask for next. */
  since(since: number): { lines: string[]; next: number } {
    return { lines: this.#lines.slice(Math.max(0, since - this.#dropped)), next: this.#dropped + this.#lines.length };
  }

  #stamp(): string {
    const now = this.#clock.now();
    if (now.getTime() !== this.#stamped.at) this.#stamped = { at: now.getTime(), text: this.#textOf(now) };
    return this.#stamped.text;
  }

  #textOf(now: Date): string {
    const iso = now.toISOString();
    const month = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'][
      now.getUTCMonth()
    ];
    const day = String(now.getUTCDate()).padStart(2, ' ');
    const time = this.#withMilliseconds ? iso.slice(11, 23) : iso.slice(11, 19);
    return `${month} ${day} ${time}`;
  }
}
