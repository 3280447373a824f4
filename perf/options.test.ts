import { expect, test } from '@playwright/test';
import { UsageError } from '../harness/cli/errors.ts';
import { type LoadOptions, loadOf } from './options.ts';
import { namesOf } from './settings.ts';

test('defaults are those of the workload', () => {
  expect(loadOf('call-legs', { threshold: [] })).toMatchObject({
    size: 10,
    rate: 20,
    durationSeconds: 15,
    holdSeconds: 1,
    domain: 'load.invalid',
  });
  expect(loadOf('bulk-sync', { threshold: [] })).toMatchObject({ size: 200, rate: 30, durationSeconds: 20 });
});

test('numbers and times are taken as written', () => {
  const load = loadOf('call-legs', {
    size: '3',
    rate: '7',
    duration: '2m',
    hold: '0',
    domain: 'sip.example.test:5060',
    threshold: [],
  });
  expect(load).toMatchObject({
    size: 3,
    rate: 7,
    durationSeconds: 120,
    holdSeconds: 0,
    domain: 'sip.example.test:5060',
  });
  expect(loadOf('call-legs', { duration: '9', hold: '4s', threshold: [] })).toMatchObject({
    durationSeconds: 9,
    holdSeconds: 4,
  });
});

test('a threshold replaces those of its metric and leaves the others', () => {
  const { thresholds } = loadOf('call-legs', {
    threshold: ['call_leg_create = p(99.9) < 50.5', 'call_leg_create=max<900', 'iterations=count>=10'],
  });
  expect(thresholds).toEqual({
    checks: ['rate==1'],
    http_req_failed: ['rate==0'],
    dropped_iterations: ['count==0'],
    call_leg_create: ['p(99.9) < 50.5', 'max<900'],
    call_leg_listed: ['p(95)<2000'],
    iterations: ['count>=10'],
  });
});

const wrong: [workload: string, options: Partial<LoadOptions>, sentence: RegExp][] = [
  ['bulk', {}, /^Unknown workload "bulk": it is one of bulk-sync, call-legs\.$/],
  ['toString', {}, /^Unknown workload/],
  ['bulk-sync', { rate: '0' }, /^--rate "0": expected a whole number from 1 to 1000\.$/],
  ['bulk-sync', { rate: '-3' }, /^--rate "-3"/],
  ['bulk-sync', { rate: '1e3' }, /^--rate "1e3"/],
  ['bulk-sync', { size: '10001' }, /^--size "10001": expected a whole number from 1 to 10000\.$/],
  ['bulk-sync', { size: '' }, /^--size ""/],
  ['bulk-sync', { duration: '0' }, /^--duration "0": expected a time such as 15s or 2m, from 1s to 60m\.$/],
  ['bulk-sync', { duration: '61m' }, /^--duration "61m"/],
  ['bulk-sync', { duration: '1h' }, /^--duration "1h"/],
  ['bulk-sync', { hold: '1s' }, /^--hold and --domain are for call-legs/],
  ['bulk-sync', { domain: 'example.test' }, /^--hold and --domain are for call-legs/],
  ['bulk-sync', { rate: '1000', duration: '60m' }, /make 60000 syncs; 9999 are the most/],
  ['call-legs', { rate: '1000', duration: '3m' }, /make 180000 legs; 100000 are the most/],
  ['call-legs', { rate: '1000', hold: '6s', duration: '10s' }, /make 6000 legs at once; 5000 are the most/],
  ['call-legs', { domain: 'a b' }, /^--domain "a b": expected a host name/],
  ['call-legs', { threshold: ['call_leg_create'] }, /expected METRIC=EXPRESSION such as 'call_leg_create=p\(95\)<500'/],
  ['call-legs', { threshold: ['call_leg_create=p(101)<1'] }, /expected METRIC=EXPRESSION/],
  ['call-legs', { threshold: ['checks=p(95)<1'] }, /such as 'checks=rate>0\.99'/],
  ['call-legs', { threshold: ['dropped_iterations=count<'] }, /such as 'dropped_iterations=count<10'/],
  [
    'call-legs',
    { threshold: ['bulk_sync_complete=max<1'] },
    /call-legs has no metric "bulk_sync_complete"; it has checks, /,
  ],
];
for (const [workload, options, sentence] of wrong) {
  test(`refused in one sentence: ${workload} ${JSON.stringify(options)}`, () => {
    const load = () => loadOf(workload, { threshold: [], ...options });
    expect(load).toThrow(UsageError);
    expect(load).toThrow(sentence);
  });
}

test('a seed gives names that are always the same, and call IDs that all begin with eight digits', () => {
  expect(namesOf(7)).toEqual({ tag: 'perf-00000007', callIdBase: '10000007' });
  expect(namesOf(7)).toEqual(namesOf(7));
  for (const seed of [0, 2 ** 31, 2 ** 40 + 5, Number.MAX_SAFE_INTEGER]) {
    expect(namesOf(seed).tag).toMatch(/^perf-[0-9a-f]{8}$/);
    expect(namesOf(seed).callIdBase).toMatch(/^[1-9]\d{7}$/);
  }
});
