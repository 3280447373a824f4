import { expect, test } from '@playwright/test';
import { checkLogs } from './check.ts';
import { generatedLog } from './generated.ts';

test('a generated log is that of a conforming TMS, and half of its lines are of the trace', () => {
  const log = [...generatedLog(2_000_000)].join('');
  const report = checkLogs({ log });
  expect(report.findings).toEqual([]);
  expect(report.conversations[0]?.meetings).toBeGreaterThan(5);
  const lines = log.trimEnd().split('\n');
  const traced = lines.filter((line) => line.includes('API trace')).length;
  expect(traced / lines.length).toBeCloseTo(0.5, 1);
});
