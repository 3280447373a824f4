import { expect, test } from '@playwright/test';
import { LineReader } from './line-reader.ts';

function reader(options: { echo?: boolean; words?: string[] } = {}) {
  const shown: string[] = [];
  const lines = new LineReader({
    echo: options.echo ?? true,
    write: (text) => shown.push(text),
    complete: (before) => (before.length === 0 ? (options.words ?? []) : ['enable', 'disable']),
  });
  return {
    lines,
    /** What has been written to the terminal so far. */
    shown: () => shown.join(''),
    /** The line that these key presses make. */
    typed: (keys: string) => {
      const line = lines.line('> ');
      lines.feed(keys);
      return line;
    },
  };
}

test('keys edit the line', async () => {
  const { typed } = reader();
  expect(await typed('versiom\x7fn\r')).toBe('version');
  expect(await typed('rubbish\x15version\r')).toBe('version');
  expect(await typed('user add x\x17\x17list\r')).toBe('user list');
  expect(await typed('ersion\x01v\x05!\x1b[D\x1b[3~\r')).toBe('version');
  expect(await typed('vrsion\x1b[H\x1b[C\x1bOCx\b\x1b[De\x1b[F\r')).toBe('version');
  expect(await typed('é😀\x7f\x7fa\r')).toBe('a');
  expect(await typed('a\x1b[20~\x00b\r')).toBe('ab');
});

test('Ctrl-C gives the line up, Ctrl-D on an empty one ends the input', async () => {
  const { typed, shown } = reader();
  expect(await typed('rebo\x03')).toBe('');
  expect(shown()).toContain('^C\r\n');
  expect(await typed('\x04')).toBeNull();
  expect(await typed('a\x04b\r')).toBe('ab');
});

test('the cursor keys walk through the history', async () => {
  const { typed } = reader();
  await typed('one\r');
  await typed('two\r');
  expect(await typed('\x1b[A\r')).toBe('two');
  expect(await typed('\x1b[A\x1b[A\x1b[A\x1b[B!\r')).toBe('two!');
  expect(await typed('\x1b[A\x1b[B\r')).toBe('');
});

test('an escape sequence may come in pieces', async () => {
  const { lines, typed } = reader();
  await typed('one\r');
  const line = lines.line('> ');
  for (const piece of ['\x1b', '[', 'A', '\r']) lines.feed(piece);
  expect(await line).toBe('one');
});

test('LF, CR and CRLF end one line each', async () => {
  const { lines } = reader();
  lines.feed('a\r\nb\nc\rd\r\n\r\n');
  const all = [];
  for (let count = 0; count < 5; count += 1) all.push(await lines.line('> '));
  expect(all).toEqual(['a', 'b', 'c', 'd', '']);
});

test('hidden lines are not shown and not remembered', async () => {
  const { lines, typed, shown } = reader();
  const hidden = lines.hiddenLine('Password: ');
  lines.feed('s3\x7f4cret\r');
  expect(await hidden).toBe('s4cret');
  expect(shown()).toBe('Password: \r\n');
  expect(await typed('\x1b[A\r')).toBe('');
  const interrupted = lines.hiddenLine('Password: ');
  lines.feed('x\x03');
  expect(await interrupted).toBeNull();
});

test('the end of the input gives its last line, then null', async () => {
  const { lines } = reader({ echo: false });
  lines.feed('version\nuptime');
  lines.end();
  expect(await lines.line('> ')).toBe('version');
  expect(await lines.line('> ')).toBe('uptime');
  expect(await lines.line('> ')).toBeNull();
});

test('tab completes as far as the words agree, and shows them when they differ', async () => {
  const { typed, shown } = reader({ words: ['scheduler', 'syslog', 'webadmin'] });
  expect(await typed('sc\t\r')).toBe('scheduler ');
  expect(await typed('web\ten\t\r')).toBe('webadmin enable ');
  expect(await typed('s\tc\t\r')).toBe('scheduler ');
  expect(shown()).toContain('scheduler  syslog');
  expect(await typed('x\t\r')).toBe('x');
});

test('Ctrl-C while a command runs interrupts it and drops what was typed ahead', async () => {
  const { lines } = reader();
  let interrupted = 0;
  lines.onInterrupt = () => {
    interrupted += 1;
  };
  lines.feed('typed ahead\x03');
  expect(interrupted).toBe(1);
  const line = lines.line('> ');
  lines.feed('fresh\r');
  expect(await line).toBe('fresh');
});
