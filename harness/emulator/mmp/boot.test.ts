import { expect, test } from '@playwright/test';
import { buildNode } from '../testing.ts';
import { bootComponents, hostnameOf } from './boot.ts';
import { schedulerSettings, storeSchedulerSettings } from './scheduler-state.ts';

test('the configuration of the scheduler survives a reboot', async () => {
  const node = buildNode();
  const settings = { ...schedulerSettings(node), enabled: true, c2wTrustBundle: 'webtrust.cer' };
  storeSchedulerSettings(node, settings);
  bootComponents(node);
  await node.reboot();
  bootComponents(node);
  expect(schedulerSettings(node)).toEqual(settings);
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
