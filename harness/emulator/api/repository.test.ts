import { expect, test } from '@playwright/test';
import { Store, type StoredObject } from '../kernel/store.ts';
import { Repository } from './repository.ts';

const object = (id: string, type = 'coSpace', parent: string | null = null): StoredObject => ({
  id,
  type,
  parent,
  fields: { name: id },
});

function open(): { store: Store; objects: Repository } {
  const store = new Store(null);
  return { store, objects: Repository.of(store) };
}

/** What the repository lists, and what the database has. */
function listed({ store, objects }: ReturnType<typeof open>, type = 'coSpace'): [string[], string[]] {
  return [objects.list(type).map(({ id }) => id), store.list(type).map(({ id }) => id)];
}

test('an updated object keeps its place, above and below', () => {
  const both = open();
  for (const id of ['a', 'b', 'c']) both.objects.insert(object(id));
  for (const id of ['x', 'y']) both.objects.insert(object(id, 'accessMethod', 'a'));
  both.objects.update(object('a'), { name: 'changed' });
  both.objects.update(object('x', 'accessMethod', 'a'), { name: 'changed' });
  expect(listed(both)).toEqual([
    ['a', 'b', 'c'],
    ['a', 'b', 'c'],
  ]);
  expect(both.objects.list('coSpace')[0]?.fields.name).toBe('changed');
  expect(both.objects.children('accessMethod', 'a').map(({ fields }) => fields.name)).toEqual(['changed', 'y']);
});

test('removed objects take along what stands below them', () => {
  const both = open();
  for (const id of ['a', 'b', 'c']) both.objects.insert(object(id));
  for (const [id, parent] of [
    ['x', 'a'],
    ['y', 'b'],
    ['z', 'c'],
  ] as const)
    both.objects.insert(object(id, 'accessMethod', parent));
  both.objects.remove('coSpace', ['a', 'c']);
  expect(listed(both)).toEqual([['b'], ['b']]);
  expect(listed(both, 'accessMethod')).toEqual([['y'], ['y']]);
  expect(both.objects.children('accessMethod', 'a')).toEqual([]);
  both.objects.remove('accessMethod', ['y']);
  expect(both.objects.children('accessMethod', 'b')).toEqual([]);
});

test('what is staged is seen by nobody until it is adopted, all at once', () => {
  const both = open();
  both.objects.insert(object('a'));
  const staged = [object('b'), object('c')];
  both.objects.stage('stage', staged);
  expect(listed(both)).toEqual([['a'], ['a']]);
  both.objects.adopt('stage', 'coSpace', staged);
  expect(listed(both)).toEqual([
    ['a', 'b', 'c'],
    ['a', 'b', 'c'],
  ]);
  both.objects.stage('stage', [object('d')]);
  both.objects.discard('stage');
  both.objects.adopt('stage', 'coSpace', []);
  expect(listed(both)[1]).toEqual(['a', 'b', 'c']);
});

test('a transaction that fails leaves nothing behind, neither here nor in the database', () => {
  const both = open();
  both.objects.insert(object('a'));
  const fail = () =>
    both.objects.atomically(() => {
      both.objects.insert(object('b'));
      both.objects.remove('coSpace', ['a']);
      throw new Error('in the middle');
    });
  expect(fail).toThrow('in the middle');
  expect(listed(both)).toEqual([['a'], ['a']]);
});
