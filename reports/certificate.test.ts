import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { exitCodes, verdicts } from '../harness/run/verdicts.ts';
import { certificateHtml } from './certificate.ts';
import { requirementResult, resultOf } from './testing.ts';

const headline = (html: string) => /<h1>(.*?)<\/h1>/.exec(html)?.[1];

test('it says Conformant for exit code 0 and for nothing else', () => {
  for (const exitCode of Object.values(exitCodes)) {
    const html = certificateHtml(resultOf([requirementResult()], { exitCode }), null);
    expect(headline(html) === 'Conformant').toBe(exitCode === 0);
    expect(headline(html)).toBeTruthy();
  }
});

test('each way to end has its own words', () => {
  const headlines = [0, 1, 3, 5, 130].map((exitCode) => headline(certificateHtml(resultOf([], { exitCode }), null)));
  expect(headlines).toEqual(['Conformant', 'Not conformant', 'Inconclusive', 'Harness error', 'Interrupted']);
});

test('a part of the catalogue gives no whole certificate', () => {
  const html = certificateHtml(resultOf([requirementResult()], { catalogue: 9 }), null);
  expect(headline(html)).toBe('Conformant in part');
  expect(html).toContain('Asked for: 1 of 9 requirements.');
  expect(certificateHtml(resultOf([requirementResult()]), null)).not.toContain('Asked for');
});

test('what an emulated target was seeded with is named', () => {
  const run = resultOf([requirementResult()]);
  const seeded = certificateHtml({ ...run, target: { ...run.target, replaced: ['sched-help-title'] } }, null);
  expect(seeded).toContain('<strong>sched-help-title</strong>');
  expect(certificateHtml(run, null)).not.toContain('in place of');
});

test('every requirement is listed with its verdict, reason and evidence, one section for each area', () => {
  const html = certificateHtml(
    resultOf([
      requirementResult({
        id: 'API-AUTH-01',
        verdict: 'fail',
        reason: 'status 400 was observed',
        checks: [{ title: 't', verdict: 'fail', durationMs: 1, evidence: ['evidence/API-AUTH-01.json'] }],
      }),
      requirementResult({ id: 'API-AUTH-02' }),
      requirementResult({ id: 'SCHED-HELP-01', provenance: 'assumed' }),
    ]),
    null,
  );
  const row = (id: string) => new RegExp(`<tr id="${id}">.*?</tr>`, 's').exec(html)?.[0];
  expect(row('API-AUTH-01')).toMatch(/v-fail.*status 400 was observed.*href="evidence\/API-AUTH-01\.json"/s);
  expect(row('API-AUTH-02')).toContain('v-pass');
  expect(row('SCHED-HELP-01')).toContain('(assumed)');
  expect(html).toContain('<h2>API <small>1 of 2 passed</small></h2>');
  expect(html).toContain('<h2>SCHED <small>1 of 1 passed</small></h2>');
});

test('a target that was not reached, and a modified tool, are named as such', () => {
  const result = resultOf([requirementResult({ verdict: 'inconclusive' })], {
    target: { kind: 'lab', nodes: [], capabilities: [], replaced: [] },
  });
  result.run.tool.cleanTree = false;
  const html = certificateHtml(result, null);
  expect(html).toContain('not reached');
  expect(html).toContain('(modified)');
  expect(certificateHtml(resultOf([requirementResult()]), null)).not.toContain('(modified)');
});

test('detection is claimed only where it was measured', () => {
  const detection = {
    suites: 'x',
    measuredAt: '2026-01-02T00:00:00.000Z',
    defects: 90,
    killed: 88,
    variants: 9,
    variantsGreen: 8,
  };
  expect(certificateHtml(resultOf([]), null)).toContain('not measured');
  const html = certificateHtml(resultOf([]), detection);
  expect(html).not.toContain('not measured');
  expect(html).toContain('88 of 90');
  expect(html).toContain('8 of 9');
});

test('it loads nothing from anywhere and runs nothing', () => {
  const html = certificateHtml(resultOf(verdicts.map((verdict) => requirementResult({ verdict }))), null);
  expect(html).not.toMatch(/<(script|link|img|iframe|object|embed)\b|@import|url\(|\bsrc=|https?:/i);
});

test('no text of the target becomes markup', () => {
  const hostile = fc.constantFrom(
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    "' onload='alert(1)",
    '</title><script>',
    '&lt;',
  );
  const elements = (html: string) => html.match(/<[a-z!/][^>]*>/gi)?.length;
  const build = (text: string) =>
    certificateHtml(
      resultOf(
        [
          requirementResult({
            statement: text,
            reason: text,
            checks: [{ title: text, verdict: 'fail', durationMs: 1, evidence: [text] }],
          }),
        ],
        {
          target: {
            kind: 'lab',
            nodes: [{ name: text, address: text, platform: 'cms1000', version: text, roles: [] }],
            replaced: [text],
            capabilities: [text],
          },
          run: {
            id: text,
            seed: 1,
            startedAt: '2026-01-01T00:00:00.000Z',
            endedAt: '2026-01-01T00:00:00.000Z',
            tool: { version: text, commit: text, cleanTree: true },
          },
        },
      ),
      null,
    );
  const harmless = elements(build('harmless'));
  fc.assert(fc.property(hostile, (text) => expect(elements(build(text))).toBe(harmless)));
});
