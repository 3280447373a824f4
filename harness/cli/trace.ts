import { closeSync, createReadStream, fstatSync, openSync, readSync, writeFileSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { exitCodes } from '../run/verdicts.ts';
import { hasJudged, LogCheck } from '../trace/check.ts';
import { printJunit, printText } from '../trace/print.ts';
import { UsageError } from './errors.ts';

export interface TraceOptions {
  strictLowest?: boolean;
  alternate?: string;
  /** A file, or true for standard output. */
  json?: string | true;
  junit?: string;
}

/** Milliseconds between two signs of life on standard error. */
const tick = process.stderr.isTTY ? 500 : 5_000;

/**
 * `trace check`: judges recorded logs, in the order of the files; `-` is standard input. 0 without finding, 1 with one, 2 for a
 * file that can't be read, 3 when there was nothing to judge.
 */
export async function traceCheck(files: readonly string[], options: TraceOptions): Promise<number> {
  const check = new LogCheck(options);
  const progress = new Progress();
  for (const file of files) {
    const name = file === '-' ? 'standard input' : file;
    check.reader.begin(name);
    try {
      await readInto(check, file, (bytes, of) => progress.read(name, bytes, of));
    } catch (error) {
      throw new UsageError(`${name} can't be read: ${reasonOf(error)}.`);
    }
    check.endFile(name);
  }
  progress.end();
  const report = check.finish();
  if (options.json === true) process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  else process.stdout.write(printText(report));
  if (typeof options.json === 'string') write(options.json, `${JSON.stringify(report, null, 2)}\n`);
  if (options.junit !== undefined) write(options.junit, printJunit(report));
  if (report.findings.length > 0) return exitCodes.failed;
  return hasJudged(report) ? exitCodes.conformant : exitCodes.inconclusive;
}

type Reads = (bytes: number, of: number | null) => void;

async function readInto(check: LogCheck, file: string, reads: Reads): Promise<void> {
  if (file === '-') return pump(check, process.stdin, reads);
  // this thread has nothing else to do, and another one would only take turns with it
  const opened = openSync(file, 'r');
  try {
    const head = Buffer.alloc(2);
    const bytesRead = readSync(opened, head, 0, 2, null);
    const { size } = fstatSync(opened);
    if (bytesRead === 2 && head[0] === 0x1f && head[1] === 0x8b) {
      const unzip = createGunzip();
      await pipeline(createReadStream(file), unzip, (source) => pump(check, source, reads));
    } else {
      check.reader.push(head.subarray(0, bytesRead));
      fill(check, opened, (bytes) => reads(bytes, size));
    }
  } finally {
    closeSync(opened);
  }
}

/** Reads a file straight into the reader's own room. */
function fill(check: LogCheck, opened: number, reads: (bytes: number) => void): void {
  for (let total = 0; ; ) {
    const room = check.reader.room();
    const bytesRead = readSync(opened, room, 0, room.length, null);
    if (bytesRead === 0) return;
    check.reader.filled(bytesRead);
    total += bytesRead;
    reads(total);
  }
}

async function pump(check: LogCheck, source: AsyncIterable<unknown>, reads: Reads): Promise<void> {
  let total = 0;
  for await (const chunk of source) {
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    check.reader.push(bytes);
    total += bytes.length;
    reads(total, null);
  }
}

/** Tells on standard error how far the reading is, when it takes long. */
class Progress {
  #last = performance.now();
  #shown = false;

  read(name: string, bytes: number, of: number | null): void {
    if (performance.now() - this.#last < tick) return;
    this.#last = performance.now();
    this.#shown = true;
    const done = of === null || of === 0 ? '' : `, ${Math.floor((100 * bytes) / of)}%`;
    const line = `${name}: ${(bytes / 1e6).toFixed(0)} MB read${done}`;
    process.stderr.write(process.stderr.isTTY ? `\r${line}\x1b[K` : `${line}\n`);
  }

  end(): void {
    if (this.#shown && process.stderr.isTTY) process.stderr.write('\r\x1b[K');
  }
}

function write(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new UsageError(`${file} can't be written: ${reasonOf(error)}.`);
  }
}

const causes: Record<string, string> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a directory',
  EACCES: 'it may not be opened',
};

function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return (causes[code ?? ''] ?? message ?? String(error)).replace(/[\s.]+$/, '').replaceAll(/\s+/g, ' ');
}
