import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test as base, expect } from '../self/scratch.ts';
import { RunStore, stateFolder, targetIdentity } from './store.ts';

const test = base.extend<{ store: RunStore }>({
  store: async ({ scratch }, use) => {
    const store = new RunStore(join(scratch.path, 'state'));
    await use(store);
    store.close();
  },
});

const plant = { target: 't', key: 'PURGE-AGE-01', intent: { name: 'n' }, plantedAt: '2026-01-01', dueAt: '2026-01-03' };

test('a plant goes from intended over planted to harvested, and is then forgotten', ({ store }) => {
  store.intend(plant);
  expect(store.find('t', plant.key)).toEqual({ ...plant, state: 'intended', planted: null, seen: null, run: null });
  store.planted('t', plant.key, { id: 7 });
  expect(store.find('t', plant.key)).toMatchObject({ state: 'planted', planted: { id: 7 } });
  store.harvested('t', plant.key, { gone: true }, 'r2');
  expect(store.find('t', plant.key)).toMatchObject({ state: 'harvested', seen: { gone: true }, run: 'r2' });
  store.forget('t', plant.key);
  expect(store.find('t', plant.key)).toBeUndefined();
});

test('a new intent takes the place of an old one, with nothing of it left', ({ store }) => {
  store.intend(plant);
  store.planted('t', plant.key, { id: 7 });
  store.intend({ ...plant, intent: { name: 'other' } });
  expect(store.find('t', plant.key)).toMatchObject({ state: 'intended', intent: { name: 'other' }, planted: null });
});

test('targets are kept apart, and each lists what is due first first', ({ store }) => {
  store.intend(plant);
  store.intend({ ...plant, key: 'PURGE-AGE-02', dueAt: '2026-01-02' });
  store.intend({ ...plant, target: 'u' });
  expect(store.list('t').map(({ key }) => key)).toEqual(['PURGE-AGE-02', 'PURGE-AGE-01']);
  expect(store.list('none')).toEqual([]);
});

test('only what this very run harvested and reported is forgotten', ({ store }) => {
  for (const key of ['A', 'B', 'C']) store.intend({ ...plant, key });
  store.harvested('t', 'A', 1, 'r1');
  store.harvested('t', 'B', 1, 'r2');
  store.reported('r2', ['A', 'B', 'C']);
  expect(store.list('t').map(({ key }) => key)).toEqual(['A', 'C']);
});

test('it survives the sudden death of its process', ({ scratch }) => {
  const folder = join(scratch.path, 'state');
  const program = `
    const { RunStore } = await import(${JSON.stringify(new URL('./store.ts', import.meta.url).href)});
    const store = new RunStore(${JSON.stringify(folder)});
    store.intend(${JSON.stringify(plant)});
    process.kill(process.pid, 'SIGKILL');`;
  const { signal } = spawnSync(process.execPath, ['--input-type=module', '-e', program]);
  expect(signal).toBe('SIGKILL');
  const store = new RunStore(folder);
  expect(store.find('t', plant.key)?.intent).toEqual({ name: 'n' });
  store.close();
});

test('two runs may use it at once', ({ scratch, store }) => {
  const other = new RunStore(join(scratch.path, 'state'));
  store.intend(plant);
  other.planted('t', plant.key, { id: 1 });
  expect(store.find('t', plant.key)?.state).toBe('planted');
  other.close();
});

test('a target is known by the names and addresses of its nodes, not by their order or credentials', () => {
  const node = (name: string, url: string, password = 'x') => ({ name, api: { url, username: 'u', password } });
  const [one, two] = [node('cms1', 'https://192.0.2.1:445'), node('cms2', 'https://192.0.2.2:445')];
  expect(targetIdentity([one, two])).toBe(targetIdentity([two, { ...one, api: { ...one.api, password: 'y' } }]));
  expect(targetIdentity([one])).not.toBe(targetIdentity([two]));
  expect(targetIdentity([one])).not.toBe(targetIdentity([node('cms1', 'https://192.0.2.1:446')]));
});

test('it is kept where the environment says, else where the system keeps state', () => {
  expect(stateFolder({ CMS_CONFORMANCE_STATE: '/a', XDG_STATE_HOME: '/b' })).toBe('/a');
  expect(stateFolder({ XDG_STATE_HOME: '/b' })).toBe('/b/cms-conformance');
  expect(stateFolder({})).toMatch(/\/\.local\/state\/cms-conformance$/);
});
