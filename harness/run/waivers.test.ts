import { join } from 'node:path';
import fc from 'fast-check';
import { requirementResult } from '../../reports/testing.ts';
import { expect, test } from '../self/scratch.ts';
import { applyWaivers, failureFingerprint, readWaivers, type Waiver } from './waivers.ts';

const now = new Date('2026-06-01T12:00:00Z');
const reason = 'expected 200, observed 500';
const fingerprint = failureFingerprint('API-AUTH-01', reason);
const waiver: Waiver = {
  requirement: 'API-AUTH-01',
  owner: 'jane@example.test',
  reason: 'fixed with the next upgrade',
  reference: 'CSC-1',
  expires: '2026-06-01',
  fingerprint,
};
const failed = requirementResult({ verdict: 'fail', reason, fingerprint });
const passed = requirementResult({ id: 'API-AUTH-02' });
const stateOf = (found: typeof failed, more: Partial<Waiver> = {}, at = now) =>
  applyWaivers([found, passed], [{ ...waiver, ...more }], at).waivers[0]?.state;

test('the failure that somebody answers for is waived, on its last day too', () => {
  const { requirements, waivers } = applyWaivers([failed, passed], [waiver], now);
  expect(requirements).toEqual([{ ...failed, verdict: 'waived' }, passed]);
  expect(waivers).toEqual([{ ...waiver, state: 'valid' }]);
});

test('an expired waiver, one for another failure and one that nothing needs waive nothing', () => {
  expect(stateOf(failed, {}, new Date('2026-06-02T00:00:00Z'))).toBe('expired');
  expect(stateOf(failed, { fingerprint: 'F000000000000' })).toBe('other-failure');
  expect(stateOf(requirementResult())).toBe('needless');
  for (const verdict of ['inconclusive', 'deferred', 'not-applicable', 'harness-error'] as const)
    expect(stateOf(requirementResult({ verdict }))).toBe('unused');
  expect(applyWaivers([passed], [waiver], now).waivers[0]?.state).toBe('unused');
  for (const more of [{ expires: '2026-05-31' }, { fingerprint: 'F000000000000' }])
    expect(applyWaivers([failed], [{ ...waiver, ...more }], now).requirements).toEqual([failed]);
});

test('a failure has the same fingerprint in another run, and no other failure has it', () => {
  const text = (id: string, port: number, status: number) =>
    `coSpace ${id} on https://127.0.0.1:${port}: expected 200, observed ${status} at 2026-06-01T12:00:0${port % 10}.000Z`;
  fc.assert(
    fc.property(fc.uuid(), fc.uuid(), fc.integer({ min: 1024, max: 65535 }), (id, other, port) => {
      const known = failureFingerprint('A', text(id, 443, 500));
      expect(failureFingerprint('A', text(other, port, 500))).toBe(known);
      expect(failureFingerprint('A', text(other, port, 400))).not.toBe(known);
      expect(failureFingerprint('B', text(id, 443, 500))).not.toBe(known);
    }),
  );
});

const line = (more: Partial<Record<keyof Waiver, string>> = {}) =>
  `- ${Object.entries({ ...waiver, ...more })
    .map(([key, value]) => `${key}: ${value}`)
    .join('\n  ')}\n`;

test('a waiver file is read', ({ scratch }) => {
  scratch.write('w.yaml', line());
  expect(readWaivers(join(scratch.path, 'w.yaml'), now, ['API-AUTH-01'])).toEqual([waiver]);
});

const wrong: [what: string, text: string, sentence: RegExp][] = [
  ['no list', 'requirement: API-AUTH-01\n', /:1: a waiver file is a list of waivers\.$/],
  ['not YAML', '- [\n', /:\d: not valid YAML\.$/],
  ['no owner', `- requirement: API-AUTH-01\n  reason: x\n`, /:1: owner: /],
  ['an unknown key', `${line()}  extra: 1\n`, /Unrecognized key: "extra"/],
  [
    'no requirement of ours',
    `# known\n${line({ requirement: 'API-AUTH-99' })}`,
    /:2: there is no requirement API-AUTH-99/,
  ],
  ['twice the same', line() + line(), /:7: API-AUTH-01 is waived twice/],
  ['a day that is none', line({ expires: '2026-13-01' }), /expires: has to be a day like/],
  ['for ever', line({ expires: '2026-12-01' }), /a waiver holds 180 days at most/],
  ['no fingerprint', line({ fingerprint: '500' }), /fingerprint: /],
];
for (const [what, text, sentence] of wrong) {
  test(`a waiver file is refused: ${what}`, ({ scratch }) => {
    scratch.write('w.yaml', text);
    expect(() => readWaivers(join(scratch.path, 'w.yaml'), now, ['API-AUTH-01'])).toThrow(sentence);
  });
}

test('180 days are allowed, 181 are not', ({ scratch }) => {
  const of = (expires: string) => {
    scratch.write('w.yaml', line({ expires }));
    return () => readWaivers(join(scratch.path, 'w.yaml'), new Date('2026-06-01T00:00:00Z'), ['API-AUTH-01']);
  };
  expect(of('2026-11-28')).not.toThrow();
  expect(of('2026-11-29')).toThrow(/180 days/);
});
