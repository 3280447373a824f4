import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import type { Result } from '../harness/run/result.ts';
import { verdicts } from '../harness/run/verdicts.ts';
import { junitXml } from './junit.ts';
import { requirementResult, resultOf } from './testing.ts';

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseAttributeValue: false,
  htmlEntities: true,
  isArray: (name) => name === 'testsuite' || name === 'testcase',
});

interface Case {
  name: string;
  classname: string;
  time: string;
  failure?: { message: string };
  error?: { message: string };
  skipped?: { message: string };
}
interface Suite {
  name: string;
  tests: string;
  failures: string;
  errors: string;
  skipped: string;
  time: string;
  testcase: Case[];
}

function suitesOf(result: Result): Suite[] {
  return (parser.parse(junitXml(result)) as { testsuites: { testsuite: Suite[] } }).testsuites.testsuite;
}

test('each verdict is what a build server takes it for; only pass and waived are green', () => {
  const requirements = verdicts.map((verdict, index) =>
    requirementResult({ id: `API-AUTH-0${index}`, verdict, reason: 'why' }),
  );
  const [suite] = suitesOf(resultOf(requirements));
  const kinds = suite?.testcase.map(
    (one) => (['failure', 'error', 'skipped'] as const).find((kind) => one[kind]) ?? 'passed',
  );
  expect(Object.fromEntries(verdicts.map((verdict, index) => [verdict, kinds?.[index]]))).toEqual({
    fail: 'failure',
    'harness-error': 'error',
    inconclusive: 'error',
    'not-implemented': 'skipped',
    deferred: 'skipped',
    unlicensed: 'skipped',
    waived: 'passed',
    pass: 'passed',
    'not-applicable': 'skipped',
  });
  expect(suite).toMatchObject({ tests: '9', failures: '1', errors: '2', skipped: '4' });
});

test('one suite for each area, times in seconds', () => {
  const check = { title: 't', verdict: 'pass', durationMs: 1250, evidence: [] } as const;
  const suites = suitesOf(
    resultOf([
      requirementResult({
        id: 'API-AUTH-01',
        checks: [
          { ...check, evidence: [] },
          { ...check, evidence: [] },
        ],
      }),
      requirementResult({ id: 'SCHED-HELP-01' }),
      requirementResult({ id: 'API-AUTH-02', verdict: 'fail' }),
    ]),
  );
  expect(suites.map(({ name, tests, failures }) => [name, tests, failures])).toEqual([
    ['API', '2', '1'],
    ['SCHED', '1', '0'],
  ]);
  expect(suites[0]).toMatchObject({
    time: '2.500',
    testcase: [{ classname: 'API', time: '2.500' }, { time: '0.000' }],
  });
});

test('the reason stands in the message with the verdict before it', () => {
  const [suite] = suitesOf(
    resultOf([requirementResult({ verdict: 'fail', reason: 'expected <a>, observed "b" & c' })]),
  );
  expect(suite?.testcase[0]?.failure?.message).toBe('fail: expected <a>, observed "b" & c');
});

test('a run without requirements is a document too', () => {
  expect(XMLValidator.validate(junitXml(resultOf([])))).toBe(true);
});

test('it is well-formed and holds each text whatever the texts are', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom('\u0000', '\uD800', '\uFFFE', ']]>', '<!--', '&#0;', '\r\n\t"'),
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(text, text, fc.constantFrom(...verdicts)), { minLength: 1 }), (entries) => {
      const xml = junitXml(
        resultOf(entries.map(([statement, reason, verdict]) => requirementResult({ statement, reason, verdict }))),
      );
      expect(XMLValidator.validate(xml)).toBe(true);
      // XML 1.0, section 2.2: what a document may hold at all
      expect(xml.match(/[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u)).toBeNull();
      expect(xml.match(/<testcase /g)).toHaveLength(entries.length);
    }),
    { numRuns: 500 },
  );
});
