import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { outputLines, parseHelp, parseListing } from './listing.ts';
import {
  schedulerEnableLines,
  schedulerHelpTitle,
  schedulerListingKeys,
  schedulerStartLogText,
  schedulerStatusLines,
  schedulerUsage,
} from './scheduler.ts';

const vector = (name: string) =>
  outputLines(readFileSync(new URL(`../../../fixtures/vectors/mmp/${name}.txt`, import.meta.url), 'utf8'));

/** The lines between a command and the next prompt. */
function answerTo(command: string): string[] {
  const lines = vector('scheduler-configure');
  const from = lines.indexOf(`cms1> ${command}`) + 1;
  expect(from).toBeGreaterThan(0);
  return lines.slice(
    from,
    lines.findIndex((line, at) => at >= from && line.startsWith('cms1>')),
  );
}

test('help text is the documented one', () => {
  const help = parseHelp(vector('help-scheduler').slice(1, -1));
  expect(help).toEqual({ title: schedulerHelpTitle, usage: [...schedulerUsage] });
});

test('listing keys, enable lines and status lines are the documented ones', () => {
  expect(parseListing(answerTo('scheduler')).map(({ key }) => key)).toEqual([...schedulerListingKeys]);
  expect(answerTo('scheduler enable')).toEqual(schedulerEnableLines);
  expect(answerTo('scheduler status')).toEqual([...schedulerStatusLines]);
});

test('the start line of the log is the documented one', () => {
  expect(vector('log-lines')[0]).toContain(`scheduler_backend[2056]: ${schedulerStartLogText}`);
});
