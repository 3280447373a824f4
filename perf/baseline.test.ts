import { UsageError } from '../harness/cli/errors.ts';
import { expect, test } from '../harness/self/scratch.ts';
import { compare, differences, readBaseline } from './baseline.ts';
import { resultOf } from './testing.ts';

test('a time is a regression when it is worse by more than the tolerance', () => {
  const regressions = [120, 125, 126, 60].map((now) => compare(resultOf(now), resultOf(100), 0.25)[0]?.regression);
  expect(regressions).toEqual([false, false, true, false]);
  expect(compare(resultOf(150), resultOf(100), 0.25)).toEqual([
    { title: 'sync until complete, p95', before: 100, now: 150, ratio: 1.5, regression: true },
  ]);
});

test('a millisecond more or less is noise, whatever its ratio', () => {
  expect(compare(resultOf(2), resultOf(0.5), 0.25)[0]).toMatchObject({ ratio: 4, regression: false });
  expect(compare(resultOf(4), resultOf(0), 0.25)[0]).toMatchObject({ ratio: 1, regression: true });
});

test('what only one of the runs measured is not compared', () => {
  expect(compare(resultOf(1), { ...resultOf(1), times: {} }, 0.25)).toEqual([]);
});

test('runs that were made otherwise say in what', () => {
  const other = resultOf(1);
  expect(differences(resultOf(1), other)).toEqual([]);
  other.options.size = 50;
  other.target.node.version = '3.3';
  expect(differences(resultOf(1), other)).toEqual([
    'size 50, now 200',
    'target emulator cms1000 3.3, now emulator cms1000 3.5',
  ]);
});

test('a baseline is a former perf.json of the same workload', ({ scratch }) => {
  const file = scratch.write('perf.json', JSON.stringify(resultOf(9)));
  expect(readBaseline(file, 'bulk-sync')).toEqual(resultOf(9));
  const refused = (path: string, workload: string, sentence: RegExp) => {
    expect(() => readBaseline(path, workload)).toThrow(UsageError);
    expect(() => readBaseline(path, workload)).toThrow(sentence);
  };
  refused(file, 'call-legs', /is of bulk-sync, not of call-legs\.$/);
  refused(scratch.write('text.json', 'text'), 'bulk-sync', /is not a perf\.json of this version/);
  refused(scratch.write('other.json', '{"schema":"other"}'), 'bulk-sync', /is not a perf\.json of this version/);
  refused(`${scratch.path}/none.json`, 'bulk-sync', /^Cannot read the baseline/);
});
