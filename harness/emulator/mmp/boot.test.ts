import { expect, test } from '@playwright/test';
import { buildNode } from '../testing.ts';
import { bootComponents, hostnameOf } from './boot.ts';
import { schedulerSettings, storeSchedulerSettings } from './scheduler-state.ts';

const starts = (lines: readonly string[]) => lines.filter((line) => line.includes('Starting CmsWebScheduler')).length;

test('configuration and state of the scheduler survive a reboot, and it starts once a boot', async () => {
  const node = buildNode();
  const settings = { ...schedulerSettings(node), enabled: true, c2wTrustBundle: 'webtrust.cer' };
  storeSchedulerSettings(node, settings);
  bootComponents(node);
  bootComponents(node);
  expect(starts(node.log.since(0).lines)).toBe(1);
  await node.reboot();
  bootComponents(node);
  expect(starts(node.log.since(0).lines)).toBe(2);
  expect(schedulerSettings(node)).toEqual(settings);
});

test('a node without the component starts none', () => {
  const node = buildNode({ platform: 'cms2000', version: '3.4' });
  storeSchedulerSettings(node, { ...schedulerSettings(node), enabled: true });
  bootComponents(node);
  expect(starts(node.log.since(0).lines)).toBe(0);
});

test('a new hostname takes effect at the next boot', async () => {
  const node = buildNode();
  bootComponents(node);
  node.settings.set('hostnamePending', 'cms7');
  bootComponents(node);
  expect(hostnameOf(node)).toBe('cms1');
  await node.reboot();
  bootComponents(node);
  expect(hostnameOf(node)).toBe('cms7');
});
