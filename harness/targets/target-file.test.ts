import { readFileSync } from 'node:fs';
import { test as base, expect, type Scratch } from '../self/scratch.ts';
import { readTargetFile, TargetFileError } from './target-file.ts';

const test = base.extend<{ secrets: undefined }>({
  secrets: [
    async ({}, use) => {
      process.env.CMS_TEST_PASSWORD = 'from-the-environment';
      await use(undefined);
      delete process.env.CMS_TEST_PASSWORD;
    },
    { auto: true },
  ],
});

/** A sound file, one field on each line, with some lines replaced: `line` beginning -> its replacement. */
function targetFile(scratch: Scratch, replaced: Record<string, string> = {}): string {
  const text = `kind: lab
nodes:
  - name: cms1
    platform: cms1000
    roles: [callBridge, scheduler]
    api:
      url: "https://cms1.example.test:445"
      username: admin
      password: { env: CMS_TEST_PASSWORD }
    mmp:
      host: cms1.example.test
      username: admin
      password: { env: CMS_TEST_PASSWORD }
    tls: { insecure: true }
`;
  const lines = text.split('\n').map((line) => {
    const key = Object.keys(replaced).find((beginning) => line.trim().startsWith(beginning));
    return key ? line.replace(line.trim(), replaced[key] as string) : line;
  });
  return scratch.write('target.yaml', lines.join('\n'));
}

test('a sound file becomes nodes with their secrets, port 22 for an MMP without one', ({ scratch }) => {
  expect(readTargetFile(targetFile(scratch))).toEqual({
    control: null,
    tms: {},
    harness: null,
    nodes: [
      {
        name: 'cms1',
        platform: 'cms1000',
        roles: ['callBridge', 'scheduler'],
        api: { url: 'https://cms1.example.test:445', username: 'admin', password: 'from-the-environment' },
        mmp: {
          host: 'cms1.example.test',
          port: 22,
          hostKey: null,
          username: 'admin',
          password: 'from-the-environment',
        },
        tls: { kind: 'insecure' },
      },
    ],
  });
});

test('a bench, a port, a host key and a URL with a slash at its end', ({ scratch }) => {
  const file = targetFile(scratch, {
    'kind:': 'kind: lab\nbench: { control: "http://127.0.0.1:8000/token/" }',
    'host:': 'host: 192.0.2.1\n      port: 2222\n      hostKey: "SHA256:abc"',
    'url:': 'url: "https://cms1.example.test/"',
  });
  const { control, nodes } = readTargetFile(file);
  expect(control).toBe('http://127.0.0.1:8000/token/');
  expect(nodes[0]?.mmp).toMatchObject({ host: '192.0.2.1', port: 2222, hostKey: 'SHA256:abc' });
  expect(nodes[0]?.api.url).toBe('https://cms1.example.test');
});

const ways: [what: string, secret: string, files: Record<string, string>, value: string][] = [
  ['the environment', '{ env: CMS_TEST_PASSWORD }', {}, 'from-the-environment'],
  [
    "a file, relative to the target file, without its last line's end",
    '{ file: ./below/password }',
    { 'below/password': ' with blanks \n' },
    ' with blanks ',
  ],
  ['a command, run beside the target file', '{ command: "cat word" }', { word: 'printed\n' }, 'printed'],
];
for (const [what, secret, files, value] of ways) {
  test(`a secret comes from ${what}`, ({ scratch }) => {
    for (const [name, text] of Object.entries(files)) scratch.write(name, text);
    const { nodes } = readTargetFile(
      targetFile(scratch, { 'password:': `password: ${secret}`, 'username:': `username: ${secret}` }),
    );
    expect(nodes[0]?.api).toMatchObject({ username: value, password: value });
    expect(nodes[0]?.mmp).toMatchObject({ username: value, password: value });
  });
}

test("trust is the system's, a CA file, a fingerprint, or none at all", ({ scratch }) => {
  scratch.write('lab-ca.pem', 'PEM');
  const trust = (tls: string) => readTargetFile(targetFile(scratch, { 'tls:': tls })).nodes[0]?.tls;
  const base64 = `SHA256:${'A'.repeat(43)}`;
  const hex = `SHA256:${Array.from({ length: 32 }, () => '0f').join(':')}`;
  expect(trust('')).toEqual({ kind: 'system' });
  expect(trust('tls: { ca: ./lab-ca.pem }')).toEqual({ kind: 'ca', pem: 'PEM' });
  expect(trust(`tls: { fingerprint: "${base64}" }`)).toEqual({ kind: 'fingerprint', sha256: base64 });
  expect(trust(`tls: { fingerprint: "${hex}" }`)).toEqual({ kind: 'fingerprint', sha256: hex });
});

const broken: [what: string, replaced: Record<string, string>, line: number, message: RegExp][] = [
  ['YAML that is none', { 'roles:': 'roles: [callBridge' }, 6, /: not valid YAML: /],
  ['another kind', { 'kind:': 'kind: emulator' }, 1, /: kind: kind is lab; the emulator needs no target file$/],
  [
    'an unknown platform',
    { 'platform:': 'platform: cms3000' },
    4,
    /: nodes\.0\.platform: it has to be one of cms1000, /,
  ],
  ['an unknown role', { 'roles:': 'roles: [callBridge, turn]' }, 5, /: nodes\.0\.roles\.1: /],
  ['no roles', { 'roles:': 'roles: []' }, 5, /: nodes\.0\.roles: /],
  ['a misspelt field', { 'tls:': 'tsl: { insecure: true }' }, 14, /: nodes\.0\.tsl: no such key is known here; see /],
  // the name that is missing is the one that is misspelt
  ['a misspelt field that is needed', { 'platform:': 'plattform: cms1000' }, 4, /: nodes\.0\.plattform: no such key/],
  ['a port in quotes', { 'host:': 'host: 192.0.2.1\n      port: "22"' }, 12, /it has to be a number$/],
  ['a missing field', { 'platform:': '' }, 3, /: nodes\.0\.platform: /],
  [
    'an address that is no URL',
    { 'url:': 'url: cms1.example.test' },
    7,
    /: nodes\.0\.api\.url: an API address is https:\/\/host\[:port\]$/,
  ],
  [
    'an address without TLS',
    { 'url:': 'url: "http://cms1.example.test"' },
    7,
    /: nodes\.0\.api\.url: an API address is https/,
  ],
  [
    'a literal secret',
    { 'password:': 'password: hunter22' },
    9,
    /: nodes\.0\.api\.password: a secret is never written down here: give \{ env: NAME \}/,
  ],
  [
    'a secret of two sources',
    { 'password:': 'password: { env: A, file: b }' },
    9,
    /: nodes\.0\.api\.password: a secret is never written down/,
  ],
  ['a port that is none', { 'host:': 'host: 192.0.2.1\n      port: 70000' }, 12, /: nodes\.0\.mmp\.port: /],
  [
    'trust that is switched off by half',
    { 'tls:': 'tls: { insecure: false }' },
    14,
    /: nodes\.0\.tls: give \{ ca: PATH \}/,
  ],
  [
    'a fingerprint that can be none',
    { 'tls:': 'tls: { fingerprint: "SHA256:abc" }' },
    14,
    /: nodes\.0\.tls\.fingerprint: a fingerprint is "SHA256:" and a digest/,
  ],
  [
    'an environment variable that is not set',
    { 'password:': 'password: { env: CMS_TEST_ABSENT }' },
    9,
    /: api\.password: the environment variable CMS_TEST_ABSENT is not set\.$/,
  ],
  [
    'a secret file that is not there',
    { 'password:': 'password: { file: ./none }' },
    9,
    /: api\.password: cannot read the file \.\/none\.$/,
  ],
  [
    'a command that fails',
    { 'password:': 'password: { command: "exit 3" }' },
    9,
    /: api\.password: the command "exit 3" failed\.$/,
  ],
  [
    'a CA file that is not there',
    { 'tls:': 'tls: { ca: ./none.pem }' },
    14,
    /: tls: cannot read the CA file \.\/none\.pem\.$/,
  ],
];
for (const [what, replaced, line, message] of broken) {
  test(`refused in one line, with file and line: ${what}`, ({ scratch }) => {
    const file = targetFile(scratch, replaced);
    const error = errorOf(() => readTargetFile(file));
    expect(error).toBeInstanceOf(TargetFileError);
    expect(error.message).toMatch(message);
    expect(error.message).not.toContain('\n');
    expect(error.message.slice(0, file.length + 5)).toContain(`${file}:${line}: `);
    expect(error.message).not.toContain('hunter22');
  });
}

test('refused: an empty file, one that is not there, two nodes of one name', ({ scratch }) => {
  expect(errorOf(() => readTargetFile(scratch.write('empty.yaml', ''))).message).toMatch(/empty\.yaml:1: target: /);
  expect(errorOf(() => readTargetFile(`${scratch.path}/none.yaml`)).message).toMatch(
    /^Cannot read the target file ".*none\.yaml": check the path/,
  );
  const node =
    '{ name: a, platform: cms1000, roles: [callBridge], api: { url: "https://192.0.2.1", username: u, password: { env: CMS_TEST_PASSWORD } }, mmp: { host: 192.0.2.1, username: u, password: { env: CMS_TEST_PASSWORD } } }';
  const twice = scratch.write('twice.yaml', `kind: lab\nnodes:\n  - ${node}\n  - ${node}\n`);
  expect(errorOf(() => readTargetFile(twice)).message).toContain(
    'two nodes are named "a"; give each node its own name.',
  );
});

function errorOf(run: () => unknown): Error {
  try {
    run();
  } catch (error) {
    return error as Error;
  }
  throw new Error('it was not refused');
}

test('the example that users copy is a sound file', ({ scratch }) => {
  const names = ['CMS_API_USER', 'CMS_API_PASSWORD', 'CMS_MMP_USER', 'CMS_MMP_PASSWORD'];
  for (const name of names) process.env[name] = `value of ${name}`;
  scratch.write('lab-ca.pem', 'a certificate');
  const file = scratch.write('target.yaml', readFileSync(new URL('example.yaml', import.meta.url), 'utf8'));
  const { nodes, tms } = readTargetFile(file);
  for (const name of names) delete process.env[name];
  expect(nodes.map(({ name, tls }) => [name, tls.kind])).toEqual([
    ['cms1', 'ca'],
    ['cms2', 'system'],
  ]);
  expect(tms.numericIdBase).toBe(80991000);
});

test('a TMS is named by its interfaces, secrets resolved', ({ scratch }) => {
  scratch.write('tms.password', 'secret of tms');
  const access = 'url: "https://tms.example.test:8443/", username: tms, password: { file: ./tms.password }';
  const text = readFileSync(targetFile(scratch), 'utf8');
  const file = scratch.write(
    'tms.yaml',
    `${text}tms:\n  booking: { ${access}, tls: { insecure: true } }\n  console: { ${access} }\n`,
  );
  const access1 = { url: 'https://tms.example.test:8443', username: 'tms', password: 'secret of tms' };
  expect(readTargetFile(file).tms).toEqual({
    booking: { ...access1, tls: { kind: 'insecure' } },
    console: { ...access1, tls: { kind: 'system' } },
  });
  const bare = scratch.write(
    'bare.yaml',
    `${text}tms:\n  booking: { url: "http://tms.example.test", username: tms, password: secret }\n`,
  );
  expect(errorOf(() => readTargetFile(bare)).message).toMatch(
    /^\S+:\d+: tms\.booking\.url: an address of TMS is https/,
  );
});

test('an alias without its anchor is refused in one sentence', ({ scratch }) => {
  const file = scratch.write('alias.yaml', 'kind: lab\nnodes: *gone\n');
  expect(errorOf(() => readTargetFile(file)).message).toMatch(/^\S+: not valid YAML: /);
});
