import { readFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { CertificateFactory } from '../../fixtures/pki.ts';
import { resultSchema } from '../run/result.ts';
import { freePorts } from '../targets/free-ports.ts';
import { type Ended, run, start } from './command.ts';
import { serveHttps, smallestCallBridge, targetText, trusted } from './foreign.ts';
import { test as base, expect } from './scratch.ts';

const password = 'kX7-login-secret';
const env = { CMS_SELF_PASSWORD: password };

/** Wrong usage: exit code 2, nothing on standard output, one sentence on standard error. */
function refused(ended: Ended, sentence: RegExp | string): void {
  expect(ended.err.trimEnd()).toMatch(sentence);
  expect(ended.err.trimEnd().split('\n')).toHaveLength(1);
  expect(ended.err).not.toMatch(/\bat .*:\d+:\d+|node:internal/);
  expect(ended.out).toBe('');
  expect(ended.code).toBe(2);
}

base.describe('wrong usage', () => {
  const lines: [args: string[], sentence: RegExp][] = [
    [['certfy'], /^unknown command 'certfy'.*\(see: npm run certify -- --help\)$/],
    [['certify', '--taget', 'x'], /^unknown option '--taget'/],
    [['certify', '--impact', 'severe'], /it is one of observe, reversible, disruptive/],
    [['certify', '--only', 'NOPE-'], /^No requirement's ID begins with "NOPE-"/],
    [['certify', '--defect', 'no.such'], /^Unknown defect "no\.such"/],
    [['certify', '--profile', 'cms9-9'], /^Unknown profile "cms9-9"/],
    [['prove', '--defect', 'no.such'], /^Unknown defect "no\.such"/],
    [['emulator', '--defect', 'no.such'], /^Unknown defect "no\.such"/],
    [['emulator', '--variant', 'no.such'], /^Unknown variant "no\.such"/],
    [['emulator', '--topology', 'none.yaml'], /^Cannot read the topology file "none\.yaml"/],
    [['emulator', '--profile', 'cms1000'], /^Unknown profile "cms1000": write PLATFORM-VERSION/],
    [['emulator', '--port-base', '70000'], /a port is a number from 1 to 65000/],
    [['emulator', '--bogus'], /^unknown option '--bogus'/],
  ];
  for (const [args, sentence] of lines) {
    base(args.join(' '), async () => refused(await run(args), sentence));
  }

  base('options of the embedded cluster beside a target file', async ({ scratch }) => {
    const file = scratch.write('target.yaml', targetText({ port: 1 }));
    refused(
      await run(['certify', '--target', file, '--topology', 'single'], env),
      /--variant are for .*; leave out --target/,
    );
  });

  base('a topology file that is not right, for both commands that read one', async ({ scratch }) => {
    const file = scratch.write('topology.yaml', 'nodes:\n  - name: a\n    platform: cms3000\n');
    for (const command of ['emulator', 'certify']) {
      refused(await run([command, '--topology', file]), new RegExp(`^${file}:3: nodes\\.0\\.platform: `));
    }
    const yaml = scratch.write('yaml.yaml', 'nodes:\n  - [\n');
    refused(await run(['emulator', '--topology', yaml]), /yaml\.yaml:\d+: not valid YAML/);
  });
});

base.describe('a target file that is not right', () => {
  const good = targetText({ port: 443 });
  const files: [what: string, text: string, line: number, sentence: RegExp][] = [
    ['YAML that is none', `${good}  - [`, 9, /not valid YAML/],
    [
      'a literal secret',
      good.replace('password: { env: CMS_SELF_PASSWORD }', 'password: hunter22'),
      6,
      /a secret is never written down here/,
    ],
    [
      'an environment variable that is not set',
      good.replace('CMS_SELF_PASSWORD', 'CMS_SELF_ABSENT'),
      6,
      /the environment variable CMS_SELF_ABSENT is not set/,
    ],
    ['another kind', good.replace('kind: lab', 'kind: emulator'), 1, /kind is lab; the emulator needs no target file/],
    ['an address that is none', good.replace('https://127.0.0.1:443', '127.0.0.1'), 6, /an API address is https/],
    ['an unknown platform', good.replace('cms1000', 'cms1'), 4, /platform: /],
  ];
  for (const [what, text, line, sentence] of files) {
    base(what, async ({ scratch }) => {
      const file = scratch.write('target.yaml', text);
      const ended = await run(['certify', '--target', file, '--out', join(scratch.path, 'run')], env);
      refused(ended, sentence);
      expect(ended.err).toContain(`${file}:${line}: `);
      expect(ended.err).not.toContain('hunter22');
    });
  }

  base('one that is not there', async ({ scratch }) => {
    refused(
      await run(['certify', '--target', join(scratch.path, 'none.yaml')], env),
      /^Cannot read the target file ".*none\.yaml"/,
    );
  });
});

/** Judges a foreign server as if it were a Call Bridge. */
const test = base.extend<{
  judged: (options: Parameters<typeof targetText>[0], only?: string) => Promise<Ended & { reasons: string[] }>;
}>({
  judged: async ({ scratch }, use) => {
    await use(async (options, only = 'TMS-ADD') => {
      const file = scratch.write('target.yaml', targetText(options));
      const out = join(scratch.path, 'run');
      const ended = await run(['certify', '--target', file, '--only', only, '--out', out], env);
      const result = resultSchema.parse(JSON.parse(readFileSync(join(out, 'result.json'), 'utf8')));
      expect(result.requirements.length).toBeGreaterThan(1);
      expect(result.requirements.map(({ verdict }) => verdict)).not.toContain('pass');
      expect(result.exitCode).toBe(ended.code);
      return { ...ended, reasons: [...new Set(result.requirements.map(({ reason }) => reason))] };
    });
  },
});

/** Inconclusive: exit code 3, and one sentence that says why, in the summary. */
function inconclusive(ended: Ended & { reasons: string[] }, sentence: RegExp): void {
  expect(ended.code).toBe(3);
  expect(ended.reasons).toHaveLength(1);
  expect(ended.reasons[0]).toMatch(sentence);
  expect(ended.out.split(ended.reasons[0] as string)).toHaveLength(2);
  expect(ended.out).toContain('INCONCLUSIVE: something applicable could not be judged');
  expect(ended.out).toContain('(not reached)');
  expect(ended.err).toBe('');
  expect(ended.out).not.toContain(password);
}

test.describe('a target that is no Call Bridge', () => {
  const answers: [what: string, listener: RequestListener, sentence: RegExp][] = [
    [
      'an HTML login page',
      (_request, response) => {
        response.setHeader('content-type', 'text/html');
        response.end('<!DOCTYPE html><html><head><title>Log in</title></head><body><form></form></body></html>');
      },
      /^cms1 at https:\/\/127\.0\.0\.1:\d+ is not a Call Bridge API: .* gave 200 with an HTML page instead of a <status> document; check the address and port\.$/,
    ],
    [
      '200 and nothing',
      (_request, response) => void response.end(),
      /gave 200 with an empty body instead of a <status> document/,
    ],
    [
      "another product's JSON",
      (_request, response) => {
        response.setHeader('content-type', 'application/json');
        response.end('{"product":"switch","status":{"softwareVersion":"3.5"}}');
      },
      /gave 200 with "\{"product":"switch"/,
    ],
    [
      'XML of something else',
      (_request, response) =>
        void response.end('<?xml version="1.0"?><note><softwareVersion>3.5</softwareVersion></note>'),
      /instead of a <status> document/,
    ],
    [
      'a status without a version',
      (_request, response) => void response.end('<status><uptime>1</uptime></status>'),
      /instead of a <status> document/,
    ],
    [
      'a version that is none',
      (_request, response) => void response.end('<status><softwareVersion>latest</softwareVersion></status>'),
      /names no version: softwareVersion is "latest"/,
    ],
    [
      'a status that is not well-formed',
      (_request, response) => void response.end('<status><softwareVersion>3.5</status>'),
      /instead of a <status> document/,
    ],
    [
      'not found',
      (_request, response) => {
        response.statusCode = 404;
        response.end('nothing here');
      },
      /gave 404 with "nothing here"/,
    ],
    [
      'refused credentials',
      (_request, response) => {
        response.statusCode = 401;
        response.setHeader('www-authenticate', 'Basic realm="acano"');
        response.end();
      },
      /expected an answer for user "admin", got 401\. Check the API user name and password of node "cms1"/,
    ],
    [
      'a connection that closes',
      (request) => void request.socket.destroy(),
      /the server closed the connection|socket hang up|other side closed/,
    ],
  ];
  for (const [what, listener, sentence] of answers) {
    test(what, async ({ judged }) => {
      const server = await serveHttps(listener);
      inconclusive(await judged({ port: server.port }), sentence);
      await server.close();
    });
  }

  test('a closed port', async ({ judged }) => {
    inconclusive(await judged(await freePorts('port')), /ECONNREFUSED.*nothing listens there/);
  });

  test('a port that speaks something else', async ({ judged }) => {
    const server = createServer((socket) => {
      socket.on('error', () => socket.destroy());
      socket.resume().write('SSH-2.0-OpenSSH_9.2\r\n');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    inconclusive(
      await judged({ port: (server.address() as AddressInfo).port }),
      /got ERR_SSL_WRONG_VERSION_NUMBER; the port does not speak TLS: check address and port$/,
    );
    await new Promise((resolve) => server.close(resolve));
  });
});

test.describe('a target whose certificate is not trusted', () => {
  const pki = new CertificateFactory();
  const own = pki.authority('Another root');

  test('an unknown issuer, with the system trust and with another CA', async ({ judged, scratch }) => {
    const server = await serveHttps(smallestCallBridge);
    scratch.write('other.pem', own.certificate);
    for (const tls of ['', 'tls: { ca: ./other.pem }']) {
      inconclusive(await judged({ port: server.port, tls }), /its issuer is not trusted: set `tls` to the `ca`/);
    }
    await server.close();
  });

  test('another host, a validity that has ended, another fingerprint', async ({ judged, scratch }) => {
    scratch.write('own.pem', own.certificate);
    const presented = [
      [pki.wrongHost(own), 'tls: { ca: ./own.pem }', /the certificate names another host: correct the URL/],
      [pki.expired(own, ['127.0.0.1']), 'tls: { ca: ./own.pem }', /the certificate has expired/],
      [
        pki.leaf(own, ['127.0.0.1']),
        `tls: { fingerprint: "SHA256:${'A'.repeat(43)}" }`,
        /certificate fingerprint SHA256:/,
      ],
    ] as const;
    for (const [identity, tls, sentence] of presented) {
      const server = await serveHttps(smallestCallBridge, identity);
      inconclusive(await judged({ port: server.port, tls }), sentence);
      await server.close();
    }
  });

  test('the same server with the right CA is reached', async ({ judged, scratch }) => {
    const server = await serveHttps(smallestCallBridge);
    scratch.write('ca.pem', trusted);
    const { out } = await judged({ port: server.port, tls: 'tls: { ca: ./ca.pem }' }, 'SCHED-LIST');
    expect(out).toContain('cms1  cms1000 3.5.1  callBridge');
    await server.close();
  });
});

test('a role that the node does not have on its MMP can not be told without the MMP: inconclusive', async ({
  judged,
}) => {
  const server = await serveHttps(smallestCallBridge);
  const { mmpPort } = await freePorts('mmpPort');
  const ended = await judged({ port: server.port, mmpPort, roles: '[callBridge, scheduler]' });
  inconclusive(ended, /^MMP of cms1 at 127\.0\.0\.1:\d+: /);
  await server.close();
});

test('an earlier run in the same folder is not taken for this one', async ({ judged, scratch }) => {
  scratch.write('run/result.json', '{"exitCode":0}');
  scratch.write('run/evidence/TMS-ADD-01.json', '{}');
  scratch.write(
    'run/target.json',
    '{"kind":"lab","nodes":[{"name":"old","platform":"cms1000","version":"3.5","roles":[]}],"capabilities":[]}',
  );
  const { out } = await judged(await freePorts('port'));
  expect(out).not.toContain('old');
});

test('a port that is in use is named, with the way out', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  refused(
    await run(['emulator', '--topology', 'single', '--port-base', String(port)]),
    new RegExp(`^Port ${port} on 127\\.0\\.0\\.1 is in use: choose another one with --port-base`),
  );
  refused(
    await run(['emulator', '--topology', 'single', '--control-port', String(port)]),
    new RegExp(`^Port ${port} on 127\\.0\\.0\\.1 is in use: choose another one with --control-port\\.$`),
  );
  await new Promise((resolve) => server.close(resolve));
});

test('what the emulator can not write or listen on is named, with the option to correct', async ({ scratch }) => {
  const file = scratch.write('file', '');
  refused(
    await run(['emulator', '--data', file]),
    /^Cannot keep data in ".*\/file" \(.*\): give --data a folder that can be written\.$/,
  );
  const nowhere = join(scratch.path, 'none', 'target.yaml');
  refused(await run(['emulator', '--target-file', nowhere]), /^Cannot write the target file ".*": there is no folder /);
  refused(
    await run(['emulator', '--host', '192.0.2.1']),
    /^Cannot listen on 192\.0\.2\.1: it is no address of this machine; correct --host\.$/,
  );
});

test('help is printed on standard output and is no error', async () => {
  for (const args of [['--help'], ['certify', '--help'], ['emulator', '--help']]) {
    const ended = await run(args);
    expect(ended).toMatchObject({ code: 0, err: '' });
    expect(ended.out).toMatch(/^Usage: /);
  }
});

test('a failure is waived by its fingerprint until it is mended', async ({ scratch }) => {
  const out = join(scratch.path, 'run');
  const waivers = join(scratch.path, 'waivers.yaml');
  const certify = ['certify', '--only', 'SCHED-HELP', '--out', out];
  const seeded = [...certify, '--defect', 'sched-help-title'];
  const found = await run(seeded);
  expect(found.code).toBe(1);
  const fingerprint = /\(failure (F[0-9a-f]{12})\)/.exec(found.out)?.[1];
  const expires = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
  scratch.write(
    'waivers.yaml',
    `- requirement: SCHED-HELP-01\n  owner: jane\n  reason: known\n  reference: CSC-1\n  expires: ${expires}\n  fingerprint: ${fingerprint}\n`,
  );
  const known = await run([...seeded, '--waivers', waivers]);
  expect(known.code).toBe(0);
  expect(known.out).toContain(`waiver of SCHED-HELP-01 until ${expires} (jane, CSC-1) holds`);
  const mended = await run([...certify, '--waivers', waivers]);
  expect(mended.code).toBe(1);
  expect(mended.out).toContain('NOT CONFORMANT: a waiver is needless, because its requirement passed');
});

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  test(`${signal} to the command alone ends the emulator tidily`, async () => {
    const emulator = start(['emulator', '--topology', 'single']);
    await emulator.firstLine;
    emulator.child.kill(signal);
    expect(await emulator.ended).toMatchObject({ code: 0, err: '' });
  });

  test(`${signal} to the command alone ends a run with 130 and a valid partial result`, async ({ scratch }) => {
    const out = join(scratch.path, 'run');
    const certify = start(['certify', '--topology', 'single', '--only', 'TMS-', '--out', out]);
    // the first progress line: some checks are done, most are not
    await certify.firstLine;
    certify.child.kill(signal);
    const { code } = await certify.ended;
    const result = resultSchema.parse(JSON.parse(readFileSync(join(out, 'result.json'), 'utf8')));
    expect([code, result.exitCode]).toEqual([130, 130]);
    expect(result.requirements.some(({ verdict }) => verdict === 'inconclusive')).toBe(true);
  });
}
