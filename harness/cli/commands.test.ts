import { expect, test } from '@playwright/test';
import { runCommand } from './commands.ts';

/** Runs a command line in this process. Only such that end before anything is started. */
async function run(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  const seen = { out: '', err: '' };
  const before = { out: process.stdout.write, err: process.stderr.write };
  const collect = (stream: 'out' | 'err') =>
    ((text: string) => {
      seen[stream] += text;
      return true;
    }) as typeof process.stdout.write;
  process.stdout.write = collect('out');
  process.stderr.write = collect('err');
  try {
    return { code: await runCommand(argv), ...seen };
  } finally {
    process.stdout.write = before.out;
    process.stderr.write = before.err;
  }
}

const wrong: [argv: string[], sentence: RegExp][] = [
  [['certfy'], /^unknown command 'certfy'/],
  [['certify', '--taget', 'x'], /^unknown option '--taget'/],
  [['certify', '--impact', 'severe'], /'severe' is invalid\. it is one of observe, reversible, disruptive\./],
  [['certify', '--seed', '-1'], /it is a whole number from 0 on/],
  [['certify', '--seed', '1.5'], /it is a whole number from 0 on/],
  [['certify', '--target'], /argument missing/],
  [['certify', '--only', 'NOPE-'], /^No requirement's ID begins with "NOPE-"; `npm run requirements` lists them\.$/],
  [['certify', '--defect', 'no.such'], /^Unknown defect "no\.such"/],
  [['certify', '--variant', 'no.such'], /^Unknown variant "no\.such"/],
  [['certify', '--profile', 'cms9-9'], /^Unknown profile "cms9-9"/],
  [['certify', '--topology', 'none.yaml'], /^Cannot read the topology file "none\.yaml"/],
  [['certify', '--target', 'none.yaml'], /^Cannot read the target file "none\.yaml"/],
  [['prove', '--defect', 'no.such'], /^Unknown defect "no\.such"/],
  [['certify', 'surplus'], /too many arguments/],
  // an unset variable of a script must not turn a lab into the emulator
  [['certify', '--target', ''], /^--target is empty: name emulator, container or a target file/],
  [['certify', '--only', ''], /^--only is empty: /],
  [['certify', '--only', 'SHCED'], /^No requirement's ID begins with "SHCED"; did you mean SCHED\?$/],
  [['certify', '--only', 'sched-help'], /did you mean SCHED-HELP\?$/],
  [['certify', '--defect', 'sched-help-titel'], /did you mean sched-help-title\?$/],
  [['prove', '--defect', 'sched-help-titel'], /did you mean sched-help-title\?$/],
  [['prove', '--json', '/no/such/folder/matrix.json'], /can't be written: there is no folder \/no\/such\/folder\.$/],
  [['recover'], /^recover needs --target FILE/],
  [['recover', '--target', 'none.yaml'], /^Cannot read the target file/],
  [['plan', '--ony', 'API'], /\(see: npm run plan -- --help\)$/],
  [['requirements', '--only', 'MIAL'], /did you mean DIAL or MAIL\?$/],
  [
    ['certify', '--only', 'API-HTTP-01', '--out', '/dev/null/run'],
    /^The run's folder \/dev\/null\/run can't be written to/,
  ],
];
for (const [argv, sentence] of wrong) {
  test(`wrong usage is one sentence and exit code 2: ${argv.join(' ')}`, async () => {
    const { code, out, err } = await run(...argv);
    expect(code).toBe(2);
    expect(err.trimEnd()).toMatch(sentence);
    expect(err.trimEnd()).not.toContain('\n');
    expect(out).toBe('');
  });
}

test('help is an answer, not an error', async () => {
  for (const argv of [['--help'], ['certify', '--help'], ['help', 'certify']]) {
    const { code, out, err } = await run(...argv);
    expect(code).toBe(0);
    expect(out).toContain('Usage: cms-conformance');
    expect(err).toBe('');
  }
});

test('no command at all is wrong usage and shows the commands', async () => {
  const { code, err } = await run();
  expect(code).toBe(2);
  for (const command of ['certify', 'prove', 'requirements', 'doctor']) expect(err).toContain(command);
});

test('the requirements of one area only', async () => {
  const { code, out } = await run('requirements', '--only', 'MAIL', '--json');
  const { requirements } = JSON.parse(out) as { requirements: { id: string }[] };
  expect(code).toBe(0);
  expect(requirements.length).toBeGreaterThan(0);
  expect(requirements.filter(({ id }) => !id.startsWith('MAIL'))).toEqual([]);
});

test('its version is that of the package', async () => {
  expect(await run('--version')).toEqual({ code: 0, out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/), err: '' });
});

test('trace alone shows its commands and nothing of how it is made', async () => {
  const { code, err } = await run('trace');
  expect(code).toBe(2);
  expect(err).toContain('check');
  expect(err).not.toContain('outputHelp');
});

test('doctor knows the Node that it runs on', async () => {
  const { code, out } = await run('doctor');
  expect(code).toBe(0);
  expect(out).toMatch(new RegExp(`^ok +node +${process.version}`, 'm'));
});

test('the requirements are printed as JSON that a program can read', async () => {
  const { out } = await run('requirements', '--json');
  const { requirements } = JSON.parse(out) as { requirements: { id: string; checks: string[]; defects: string[] }[] };
  expect(requirements.length).toBeGreaterThan(0);
  for (const one of requirements)
    expect(one).toMatchObject({ id: expect.any(String), checks: expect.any(Array), defects: expect.any(Array) });
});
