import { expect, test } from '@playwright/test';
import { schedulerSettings, storeSchedulerSettings } from '../mmp/scheduler-state.ts';
import { buildNode } from '../testing.ts';
import { startScheduler, stopScheduler } from './service.ts';

const starts = (lines: readonly string[]) => lines.filter((line) => line.includes('Starting CmsWebScheduler')).length;

test('an enabled scheduler starts once, and again after it was stopped', async () => {
  const node = buildNode();
  await startScheduler(node);
  expect(starts(node.log.since(0).lines)).toBe(0);
  storeSchedulerSettings(node, { ...schedulerSettings(node), enabled: true });
  await startScheduler(node);
  await startScheduler(node);
  expect(starts(node.log.since(0).lines)).toBe(1);
  await stopScheduler(node);
  await startScheduler(node);
  expect(starts(node.log.since(0).lines)).toBe(2);
  await stopScheduler(node);
});

test('a node without the component starts none', async () => {
  const node = buildNode({ platform: 'cms2000', version: '3.4' });
  storeSchedulerSettings(node, { ...schedulerSettings(node), enabled: true });
  await startScheduler(node);
  expect(starts(node.log.since(0).lines)).toBe(0);
});
