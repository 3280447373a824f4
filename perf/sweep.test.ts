import { expect, test } from '@playwright/test';
import { sweep } from './sweep.ts';
import { MemoryBridge } from './testing.ts';

const tag = 'perf-0000abcd';

function busyBridge(): MemoryBridge {
  return new MemoryBridge({
    callLegs: {
      l1: `<remoteParty>${tag}-000001@load.invalid</remoteParty>`,
      l2: '<remoteParty>someone@example.test</remoteParty>',
    },
    calls: { c1: '<name>Board</name>', c2: '<name>Board</name>', c3: `<name>${tag}-0</name>` },
    coSpaces: {
      s1: '<name>Board</name>',
      s2: `<name>${tag}-0</name>`,
      s3: `<name>${tag}-1</name>`,
      s4: `<name>Board</name><uri>${tag}</uri>`,
    },
    cospaceBulkParameterSets: {
      p1: '<coSpaceNameMapping>Slot $index$</coSpaceNameMapping>',
      p2: `<coSpaceNameMapping>${tag}-0000-$index$</coSpaceNameMapping>`,
    },
  });
}

const left = ({ objects }: MemoryBridge) =>
  Object.fromEntries(Object.entries(objects).map(([name, found]) => [name, [...found.keys()]]));

test('everything that bears the tag goes, and nothing else', async () => {
  const bridge = busyBridge();
  expect(await sweep(bridge, tag)).toEqual({ removed: 5, left: 0 });
  expect(left(bridge)).toEqual({
    callLegs: ['l2'],
    calls: ['c1', 'c2'],
    coSpaces: ['s1', 's4'],
    cospaceBulkParameterSets: ['p1'],
  });
});

test('the spaces of a parameter set go by a sync, which is waited for before the set goes', async () => {
  const bridge = busyBridge();
  await sweep(bridge, tag);
  const from = bridge.sent.findIndex(([method]) => method === 'POST');
  expect(bridge.sent.slice(from, from + 4)).toEqual([
    ['POST', '/cospaceBulkSyncs', { cospaceBulkParameterSet: 'p2', removeAll: 'true' }],
    ['GET', `/cospaceBulkSyncs/${'0'.repeat(35)}1`],
    ['GET', `/cospaceBulkSyncs/${'0'.repeat(35)}1`],
    ['DELETE', '/cospaceBulkParameterSets/p2'],
  ]);
});

test('what can not be removed is counted', async () => {
  const bridge = busyBridge();
  bridge.stubborn = true;
  expect(await sweep(bridge, tag)).toEqual({ removed: 5, left: 5 });
});

test('a clean target is only read', async () => {
  const bridge = busyBridge();
  expect(await sweep(bridge, 'perf-99999999')).toEqual({ removed: 0, left: 0 });
  expect(new Set(bridge.sent.map(([method]) => method))).toEqual(new Set(['GET']));
});
