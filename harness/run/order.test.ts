import { existsSync, rmSync } from 'node:fs';
import { expect, test } from '../self/scratch.ts';
import { orderVariable, readOrder } from './order.ts';

const before = process.env[orderVariable];
test.afterEach(() => {
  if (before === undefined) delete process.env[orderVariable];
  else process.env[orderVariable] = before;
});

test('the order is what stands in the file that the environment names', ({ scratch }) => {
  const order = { id: 'r1', folder: '/nowhere', selected: ['API-AUTH-01'] };
  process.env[orderVariable] = scratch.write('order.json', JSON.stringify(order));
  expect(readOrder()).toEqual(order);
});

test('a named file that is missing is an error, not a run by hand', ({ scratch }) => {
  process.env[orderVariable] = `${scratch.path}/none.json`;
  expect(() => readOrder()).toThrow(/ENOENT/);
});

test('by hand: everything on the embedded emulator, in a folder of its own, with no claim to a clean tool', () => {
  delete process.env[orderVariable];
  const [one, two] = [readOrder(), readOrder()];
  expect(one).toMatchObject({
    target: { kind: 'emulator', emulator: {} },
    impact: 'disruptive',
    tool: { cleanTree: false },
  });
  expect(existsSync(one.folder)).toBe(true);
  expect(one.folder).not.toBe(two.folder);
  for (const { folder } of [one, two]) rmSync(folder, { recursive: true });
});
