import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CertificateFactory } from '../../fixtures/pki.ts';
import { launchChromium } from '../browser/chromium.ts';
import { pinOf } from '../browser/pin.ts';
import { run } from './command.ts';
import { serveHttps } from './foreign.ts';
import { runInline } from './inline.ts';
import { expect, test } from './scratch.ts';

const password = 'kX7-login-secret';
const nowhere = { CMS_CHROMIUM: '/nowhere/chromium' };

/** Command lines of the processes that still run with this text in their environment. */
function having(text: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((id) => {
      try {
        const environment = readFileSync(`/proc/${id}/environ`, 'utf8');
        return environment.includes(text) ? [readFileSync(`/proc/${id}/cmdline`, 'utf8').replaceAll('\0', ' ')] : [];
      } catch {
        return [];
      }
    });
}

test('the browser checks pass on the emulator, leave pictures, no password and no process', async ({ scratch }) => {
  const mark = randomUUID();
  const folder = join(scratch.path, 'run');
  const ended = await run(['certify', '--only', 'API-WEBADMIN', '--out', folder], {
    CMS_EMULATOR_PASSWORD: password,
    CMS_SELF_MARK: mark,
  });
  expect(ended, ended.err + ended.out).toMatchObject({ code: 0 });
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.includes('.'));
  const pictures = files.filter((name) => /^evidence\/API-WEBADMIN-\d\d\.png$/.test(name));
  expect(pictures).toHaveLength(4);
  for (const name of pictures) expect(readFileSync(join(folder, name)).subarray(1, 4).toString()).toBe('PNG');
  for (const name of files) expect(readFileSync(join(folder, name)).includes(password), name).toBe(false);
  const evidence = readFileSync(join(folder, 'evidence/API-WEBADMIN-02.json'), 'utf8');
  expect(evidence).toMatch(/"POST \/"/);
  expect(evidence).not.toMatch(/session=[0-9a-f]/);
  await expect.poll(() => having(mark)).toEqual([]);
});

test('Ctrl-C in the middle of a browser check leaves no process', async () => {
  const mark = randomUUID();
  const done = await runInline({
    checks: `requirement('API-WEBADMIN-01', async ({ webAdmin }) => {
      await webAdmin.open();
      await reached();
      await new Promise(() => {});
    });`,
    target: { kind: 'emulator', emulator: { topology: 'single' } },
    env: { CMS_SELF_MARK: mark },
    interrupt: true,
  });
  expect(done.exitCode).toBe(130);
  await expect.poll(() => having(mark), { timeout: 20_000 }).toEqual([]);
});

test('without Chromium a run that needs it does not begin', async ({ scratch }) => {
  const folder = join(scratch.path, 'run');
  const { code, out, err } = await run(['certify', '--only', 'API-WEBADMIN', '--out', folder], nowhere);
  expect([code, out]).toEqual([4, '']);
  expect(err).toMatch(
    /^The check of API-WEBADMIN-01 and 3 more needs Chromium, and CMS_CHROMIUM names .* no program: .*\n$/,
  );
  expect(existsSync(folder)).toBe(false);
});

test('without Chromium a run that does not need it is judged', async ({ scratch }) => {
  const folder = join(scratch.path, 'run');
  const { code } = await run(['certify', '--only', 'TMS-ADD-01', '--topology', 'single', '--out', folder], nowhere);
  expect(code).toBe(0);
});

test('doctor tells that it is missing and how to get it', async () => {
  const { code, out } = await run(['doctor'], nowhere);
  expect(code).toBe(4);
  expect(out).toMatch(/^Browser checks: API-WEBADMIN: not ready\nmissing +chromium +install it/m);
  expect((await run(['doctor'])).out).toMatch(/^ok +chromium +\S*Chrom/m);
});

test('Chromium opens the server that was pinned, and no other one', async () => {
  const pki = new CertificateFactory();
  const root = pki.authority('A root');
  const servers = await Promise.all(
    [1, 2].map(() => serveHttps((_request, response) => response.end('here'), pki.leaf(root, ['127.0.0.1']))),
  );
  const [pinned, other] = servers.map(({ port }) => `https://127.0.0.1:${port}`) as [string, string];
  const browser = await launchChromium([await pinOf(pinned, { kind: 'ca', pem: root.certificate })]);
  const page = await browser.newPage();
  expect((await page.goto(pinned))?.status()).toBe(200);
  await expect(page.goto(other)).rejects.toThrow(/ERR_CERT_AUTHORITY_INVALID/);
  await browser.close();
  for (const server of servers) await server.close();
});
