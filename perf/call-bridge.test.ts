import { expect, test } from '@playwright/test';
import { type CallBridge, idIn, listAll, syncStatus, until } from './call-bridge.ts';
import { MemoryBridge } from './testing.ts';

const guid = '11111111-2222-4333-8444-555555555555';

test('an id is read from the canonical Location of its collection only', () => {
  expect(idIn(`/api/v1/callLegs/${guid}`, 'callLegs')).toBe(guid);
  for (const wrong of [
    `/api/v1/calllegs/${guid}`,
    `/api/v1/calls/${guid}`,
    `https://192.0.2.1/api/v1/callLegs/${guid}`,
    '/api/v1/callLegs/1',
    '',
  ]) {
    expect(idIn(wrong, 'callLegs'), wrong).toBeNull();
  }
});

test('a list is read to its end, by the size of the pages that come', async () => {
  const spaces = Object.fromEntries(['a', 'b', 'c', 'd', 'e'].map((id) => [id, '']));
  const bridge = new MemoryBridge({ coSpaces: spaces });
  const items = await listAll(bridge, '/coSpaces?filter=x', 'coSpaces', 'coSpace');
  expect(items.map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd', 'e']);
  expect(bridge.sent.map(([, path]) => path)).toEqual([
    '/coSpaces?filter=x',
    '/coSpaces?filter=x&offset=2',
    '/coSpaces?filter=x&offset=4',
  ]);
});

test('a list whose pages run dry before its total ends there', async () => {
  const bridge: CallBridge = {
    send: () => ({ status: 200, body: '<calls total="9"></calls>', location: '' }),
    wait: () => {},
  };
  expect(await listAll(bridge, '/calls', 'calls', 'call')).toEqual([]);
});

test('a list that can not be read is an error, not an empty list', async () => {
  for (const answer of [
    { status: 503, body: '', location: '' },
    { status: 200, body: '<html></html>', location: '' },
  ]) {
    const bridge: CallBridge = { send: () => answer, wait: () => {} };
    await expect(listAll(bridge, '/calls', 'calls', 'call')).rejects.toThrow(
      /^GET \/calls: expected 200 with <calls total/,
    );
  }
});

test('a sync is waited for until it has ended, whatever its end', async () => {
  const bridge = new MemoryBridge({});
  expect(await syncStatus(bridge, guid, 1000)).toBe('complete');
  expect(bridge.sent).toHaveLength(2);
  const failing: CallBridge = {
    send: () => ({ status: 200, body: '<s><status>failed</status></s>', location: '' }),
    wait: () => {},
  };
  expect(await syncStatus(failing, guid, 1000)).toBe('failed');
});

test('waiting ends at its limit, with what came last', async () => {
  const bridge: CallBridge = {
    send: () => ({ status: 200, body: '<s><status>pending</status></s>', location: '' }),
    wait: () => {},
  };
  expect(await syncStatus(bridge, guid, -1)).toBe('pending');
  expect(await until(bridge, -1, async () => false)).toBe(false);
  expect(await until(bridge, -1, async () => true)).toBe(true);
});
