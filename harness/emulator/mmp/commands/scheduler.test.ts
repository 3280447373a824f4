import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { outputLines } from '../../../protocol/mmp/listing.ts';
import { schedulerEnableLines, schedulerUsage } from '../../../protocol/mmp/scheduler.ts';
import { Clock } from '../../kernel/clock.ts';
import { buildNode, runCommand } from '../../testing.ts';
import { type TestCertificate, testRoot } from '../../testing-certificates.ts';
import { scheduler } from './scheduler.ts';

const vector = (name: string) =>
  outputLines(readFileSync(new URL(`../../../../fixtures/vectors/mmp/${name}.txt`, import.meta.url), 'utf8'));

let root: TestCertificate;
let leaf: TestCertificate;

test.beforeAll(async () => {
  root = await testRoot('root');
  leaf = await root.issue('cms1.example.test');
});

async function nodeWithFiles(options: Parameters<typeof buildNode>[0] = {}) {
  const node = buildNode(options);
  const write = (name: string, content: string) => node.files.write(name, Buffer.from(content));
  write('CB100001.key', leaf.key);
  write('BUN100001.cer', leaf.certificate + root.certificate);
  write('webtrust.cer', root.certificate);
  write('wrong.key', root.key);
  write('noroot.cer', leaf.certificate);
  const run = async (...lines: string[]) => {
    const answers = [];
    for (const line of lines) answers.push(await runCommand(node, line));
    return answers.at(-1) ?? { lines: [], ok: false };
  };
  return { node, run };
}

const configured = [
  'scheduler https listen a 9443',
  'scheduler https certs CB100001.key BUN100001.cer',
  'scheduler c2w certs CB100001.key BUN100001.cer',
  'scheduler c2w trust webtrust.cer',
];

for (const name of ['help-scheduler', 'scheduler-configure']) {
  test(`answers the recorded session ${name}`, async () => {
    const { run } = await nodeWithFiles();
    const lines = vector(name);
    const prompt = /^cms\d+> /;
    for (const [at, line] of lines.entries()) {
      if (!prompt.test(line)) continue;
      const end = lines.findIndex((other, index) => index > at && /^cms\d+>/.test(other));
      expect((await run(line.replace(prompt, ''))).lines, line).toEqual(lines.slice(at + 1, end));
    }
  });
}

test('its grammar is the documented list', () => {
  expect(scheduler.commands.filter((command) => !command.exists).map((command) => command.usage)).toEqual([
    ...schedulerUsage,
  ]);
});

test('each setter changes its own lines, `none` takes them back', async () => {
  const { run } = await nodeWithFiles();
  const factory = (await run('scheduler')).lines;
  for (const [set, clear, changed] of [
    ['https listen b 9444', 'https listen none', ['Https interface : b', 'Https port : 9444']],
    [
      'https certs CB100001.key BUN100001.cer',
      'https certs none',
      ['Https key file : CB100001.key', 'Https certificate file : BUN100001.cer'],
    ],
    [
      'c2w certs CB100001.key BUN100001.cer',
      'c2w certs none',
      ['C2W Key file : CB100001.key', 'C2W Full chain certificate file : BUN100001.cer'],
    ],
    ['c2w trust webtrust.cer', 'c2w trust none', ['C2W Trust bundle : webtrust.cer']],
    [
      'email server mail.example.test 587',
      'email server none',
      ['Email Server : mail.example.test', 'Email Port : 587'],
    ],
    ['email username desk', 'email remove username', ['Email Username : desk']],
  ] as const) {
    expect(await run(`scheduler ${set}`)).toEqual({ lines: [], ok: true });
    const after = (await run('scheduler')).lines;
    expect(after.filter((line, at) => line !== factory[at])).toEqual(changed);
    expect(await run(`scheduler ${clear}`)).toEqual({ lines: [], ok: true });
    expect((await run('scheduler')).lines).toEqual(factory);
  }
  for (const line of [
    'email protocol smtps',
    'email auth enable',
    'email starttls disable',
    'email trust webtrust.cer',
    'email trust none',
  ]) {
    expect(await run(`scheduler ${line}`)).toEqual({ lines: [], ok: true });
  }
});

test('a terminal is asked for the e-mail password, which is never shown', async () => {
  const { node } = await nodeWithFiles();
  await runCommand(node, 'scheduler email username desk', { interactive: true, typed: ['hidden-1'] });
  const { lines } = await runCommand(node, 'scheduler');
  expect(lines.at(-1)).toBe('Email Password : ********');
  const interrupted = await runCommand(node, 'scheduler email username other', { interactive: true });
  expect(interrupted.ok).toBe(false);
  expect((await runCommand(node, 'scheduler')).lines).toEqual(lines);
});

test('refused values change nothing', async () => {
  const { run } = await nodeWithFiles();
  const before = (await run('scheduler')).lines;
  for (const line of [
    'https listen e 9443',
    'https listen a 0',
    'https listen a 65536',
    'https listen a',
    'https certs missing.key BUN100001.cer',
    'c2w certs CB100001.key missing.cer',
    'c2w trust missing.cer',
    'email server "bad host" 25',
    'email protocol imap',
    'email auth on',
    'timedLogging webBridge soon',
    'enable now',
    'nonsense',
  ]) {
    const { lines, ok } = await run(`scheduler ${line}`);
    expect({ line, ok, count: lines.length }).toEqual({ line, ok: false, count: 1 });
  }
  expect((await run('scheduler')).lines).toEqual(before);
});

test('timed logging ends by the clock', async () => {
  const { node, run } = await nodeWithFiles({ clock: new Clock() });
  const { clock } = node.cluster;
  clock.freeze();
  await run('scheduler timedLogging api 600');
  const set = ['webBridge : none', 'api : 600', 'email : none'];
  expect((await run('scheduler timedLogging')).lines).toEqual(set);
  clock.advance(599_000);
  expect((await run('scheduler timedLogging')).lines).toEqual(set);
  clock.advance(1000);
  expect((await run('scheduler timedLogging')).lines).toEqual(['webBridge : none', 'api : none', 'email : none']);
});

const faults = [
  { fault: 'HTTPS key', line: 'scheduler https certs wrong.key BUN100001.cer', passed: 0 },
  { fault: 'HTTPS chain', line: 'scheduler https certs CB100001.key noroot.cer', passed: 1 },
  { fault: 'C2W key', line: 'scheduler c2w certs wrong.key BUN100001.cer', passed: 2 },
  { fault: 'C2W chain', line: 'scheduler c2w certs CB100001.key noroot.cer', passed: 3 },
];
for (const { fault, line, passed } of faults) {
  test(`enable stops at a wrong ${fault}, and works once it is right`, async () => {
    const { run } = await nodeWithFiles();
    const before = (await run(...configured, line, 'scheduler')).lines;
    const { lines, ok } = await run('scheduler enable');
    expect(ok).toBe(false);
    expect(lines.slice(0, -1)).toEqual(schedulerEnableLines.slice(0, passed));
    expect(lines.at(-1)).toBe(schedulerEnableLines[passed]?.replace('SUCCESS', 'FAILURE'));
    expect((await run('scheduler')).lines).toEqual(before);
    expect(before[0]).toBe('Enabled : false');
    expect((await run(...configured, 'scheduler enable')).lines).toEqual(schedulerEnableLines);
  });
}

test('the chain is judged at cluster time', async () => {
  const { node, run } = await nodeWithFiles();
  node.cluster.clock.advance(40 * 86_400_000);
  expect((await run(...configured, 'scheduler enable')).ok).toBe(false);
});

test('without HTTPS the C2W checks alone run', async () => {
  const { run } = await nodeWithFiles();
  expect((await run('scheduler c2w certs CB100001.key BUN100001.cer', 'scheduler enable')).lines).toEqual(
    schedulerEnableLines.slice(2),
  );
  expect((await run('scheduler status')).lines).toContain('HTTPS not configured');
});

test('disable, restart and log', async () => {
  const { node, run } = await nodeWithFiles();
  await run(...configured);
  expect((await run('scheduler restart')).ok).toBe(false);
  await run('scheduler enable');
  const starts = () => node.log.since(0).lines.filter((line) => line.includes('scheduler_backend[2056]: INFO  Cms'));
  expect(starts()).toHaveLength(1);
  const enabled = (await run('scheduler')).lines;
  expect((await run('scheduler restart')).ok).toBe(true);
  expect(starts()).toHaveLength(2);
  expect((await run('scheduler')).lines).toEqual(enabled);
  expect((await run('scheduler disable')).ok).toBe(true);
  expect((await run('scheduler')).lines).toEqual(['Enabled : false', ...enabled.slice(1)]);
  expect((await run('scheduler status')).lines[0]).toBe('Status: disabled');
});

test('it exists by the support matrix and runs only beside a Call Bridge', async () => {
  for (const [platform, version, known] of [
    ['cms1000', '3.2', false],
    ['cms1000', '3.3', true],
    ['virtualized', '3.4', true],
    ['cms2000', '3.4', false],
    ['cms2000', '3.5', true],
  ] as const) {
    const { run } = await nodeWithFiles({ platform, version });
    for (const line of ['scheduler', 'help scheduler', 'scheduler enable']) {
      expect((await run(line)).lines[0]?.startsWith('Unknown command'), `${platform} ${version} ${line}`).toBe(!known);
    }
  }
  const { run } = await nodeWithFiles({ roles: ['webBridge', 'scheduler'] });
  const { lines, ok } = await run(...configured, 'scheduler enable');
  expect(ok).toBe(false);
  expect(lines).toEqual([expect.stringMatching(/^FAILURE: /)]);
  expect((await run('scheduler')).lines[0]).toBe('Enabled : false');
});
