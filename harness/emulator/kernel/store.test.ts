import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test as base, expect } from '../../self/scratch.ts';
import { Store } from './store.ts';

const test = base.extend<{ store: Store }>({
  store: async ({}, use) => {
    const store = new Store(null);
    await use(store);
    store.close();
  },
});

const space = (id: string, fields: Record<string, string> = {}) => ({ id, type: 'coSpace', parent: null, fields });

test('objects are listed in the order of their creation, by type and parent', ({ store }) => {
  store.insert(space('b'));
  store.insert(space('a'));
  store.insert({ id: 'm1', type: 'coSpaceUser', parent: 'a', fields: {} });
  store.insert({ id: 'm2', type: 'coSpaceUser', parent: 'b', fields: {} });
  expect(store.list('coSpace').map(({ id }) => id)).toEqual(['b', 'a']);
  expect(store.list('coSpaceUser', 'a').map(({ id }) => id)).toEqual(['m1']);
  expect(store.list('coSpaceUser').map(({ id }) => id)).toEqual(['m1', 'm2']);
  expect(store.list('user')).toEqual([]);
});

test('an object is found by type and ID together', ({ store }) => {
  store.insert(space('a', { name: 'ä & <b>', passcode: '' }));
  expect(store.get('coSpace', 'a')).toEqual(space('a', { name: 'ä & <b>', passcode: '' }));
  expect(store.get('user', 'a')).toBeUndefined();
  expect(store.get('coSpace', 'b')).toBeUndefined();
});

test('an update replaces the fields and keeps the place', ({ store }) => {
  store.insert(space('a', { name: 'one', uri: 'u' }));
  store.insert(space('b'));
  store.update('a', { name: 'two' });
  expect(store.list('coSpace').map(({ id, fields }) => [id, fields])).toEqual([
    ['a', { name: 'two' }],
    ['b', {}],
  ]);
});

test('an ID is given once', ({ store }) => {
  store.insert(space('a'));
  expect(() => store.insert({ ...space('a'), type: 'user' })).toThrow(/UNIQUE/);
});

test('with an object go its sub-objects, and no others', ({ store }) => {
  store.insert(space('a'));
  store.insert(space('b'));
  store.insert({ id: 'm1', type: 'coSpaceUser', parent: 'a', fields: {} });
  store.insert({ id: 'm2', type: 'coSpaceUser', parent: 'b', fields: {} });
  store.remove('a');
  expect(store.list('coSpace').map(({ id }) => id)).toEqual(['b']);
  expect(store.list('coSpaceUser').map(({ id }) => id)).toEqual(['m2']);
});

test('a transaction is all or nothing, and the store goes on after a failed one', ({ store }) => {
  expect(store.atomically(() => [store.insert(space('a')), 7][1])).toBe(7);
  const fail = () =>
    store.atomically(() => {
      store.insert(space('b'));
      store.setSetting('cms1', 'key', 1);
      throw new Error('in the middle');
    });
  expect(fail).toThrow('in the middle');
  expect(store.list('coSpace').map(({ id }) => id)).toEqual(['a']);
  expect(store.setting('cms1', 'key')).toBeUndefined();
  store.insert(space('c'));
  expect(store.get('coSpace', 'c')).toBeDefined();
});

test('many objects at once: removed with what stands below them, or given another type', ({ store }) => {
  for (const id of ['a', 'b', 'c']) store.insert(space(id));
  store.insert({ id: 'member', type: 'coSpaceUser', parent: 'b', fields: {} });
  store.removeMany(['a', 'b', 'nobody']);
  expect(store.list('coSpace').map(({ id }) => id)).toEqual(['c']);
  expect(store.list('coSpaceUser')).toEqual([]);
  store.insert({ ...space('d'), type: 'staged' });
  store.retype('staged', 'coSpace');
  expect(store.list('coSpace').map(({ id }) => id)).toEqual(['c', 'd']);
  store.removeType('coSpace');
  expect(store.list('coSpace')).toEqual([]);
});

test("settings are the node's own, any JSON value, and the last one counts", ({ store }) => {
  store.setSetting('cms1', 'key', { list: [1, null, 'x'] });
  store.setSetting('cms2', 'key', false);
  store.setSetting('cms2', 'key', 0);
  expect(store.setting('cms1', 'key')).toEqual({ list: [1, null, 'x'] });
  expect(store.setting('cms2', 'key')).toBe(0);
  expect(store.setting('cms1', 'other')).toBeUndefined();
});

test("files are the node's own and come back byte for byte", ({ store }) => {
  const bytes = Buffer.from(Array.from({ length: 512 }, (_byte, index) => index % 256));
  const modified = new Date('2026-01-02T03:04:05.678Z');
  store.setFile('cms1', 'b.crt', bytes, modified);
  store.setFile('cms1', 'a.key', Buffer.alloc(0), modified);
  expect(store.fileNames('cms1')).toEqual(['a.key', 'b.crt']);
  expect(store.fileNames('cms2')).toEqual([]);
  expect(store.file('cms1', 'b.crt')).toEqual({ content: bytes, modified });
  expect(store.file('cms1', 'a.key')?.content).toHaveLength(0);
  expect(store.removeFile('cms1', 'b.crt')).toBe(true);
  expect(store.removeFile('cms1', 'b.crt')).toBe(false);
  expect(store.file('cms1', 'b.crt')).toBeUndefined();
});

test('it survives the sudden death of its process', ({ scratch }) => {
  const file = join(scratch.path, 'cluster.sqlite');
  const program = `
    const { Store } = await import(${JSON.stringify(new URL('./store.ts', import.meta.url).href)});
    const store = new Store(${JSON.stringify(file)});
    store.insert({ id: 'a', type: 'coSpace', parent: null, fields: { name: 'kept' } });
    store.setFile('cms1', 'a.crt', Buffer.from('kept'), new Date(0));
    store.setSetting('cms1', 'key', 'kept');
    process.kill(process.pid, 'SIGKILL');`;
  const died = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
    env: { PATH: process.env.PATH },
    encoding: 'utf8',
  });
  expect(died.signal, died.stderr).toBe('SIGKILL');
  const store = new Store(file);
  expect(store.get('coSpace', 'a')?.fields).toEqual({ name: 'kept' });
  expect(store.file('cms1', 'a.crt')?.content.toString()).toBe('kept');
  expect(store.setting('cms1', 'key')).toBe('kept');
  store.close();
});

test('its version tells of what another one has written, not of its own writing', ({ scratch }) => {
  const file = join(scratch.path, 'cluster.sqlite');
  const [one, two] = [new Store(file), new Store(file)];
  const before = one.version();
  one.insert(space('a'));
  expect(one.version()).toBe(before);
  two.insert(space('b'));
  expect(one.version()).not.toBe(before);
  expect(one.list('coSpace').map(({ id }) => id)).toEqual(['a', 'b']);
  for (const store of [one, two]) store.close();
});
