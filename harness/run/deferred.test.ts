import { expect, test } from '@playwright/test';
import { carryOn, type DeferredWork, type PlantKeeper, PlantLost } from './deferred.ts';
import type { Plant } from './store.ts';

const hour = 3_600_000;
const start = new Date('2026-03-01T12:00:00Z');
const at = (hours: number) => new Date(start.getTime() + hours * hour);

/** The process ended: nothing that it would still have done takes place. */
class Killed extends Error {}

/** A target with objects, a store, and runs that may be killed before any of their steps. */
function scene(options: { until?: number; lost?: () => boolean } = {}) {
  const objects = new Set<string>();
  const steps: string[] = [];
  let kept: Plant | undefined;
  let names = 0;
  let left = Number.POSITIVE_INFINITY;
  const step = (name: string) => {
    if (left <= 0) throw new Killed(name);
    left -= 1;
    steps.push(name);
  };
  const keeper: PlantKeeper = {
    find: () => kept && structuredClone(kept),
    intend: (plant) => {
      step('note intent');
      kept = { target: 't', key: 'k', state: 'intended', planted: null, seen: null, run: null, ...plant };
    },
    planted: (planted) => {
      step('note planted');
      if (kept) kept = { ...kept, state: 'planted', planted };
    },
    harvested: (seen) => {
      step('note seen');
      if (kept) kept = { ...kept, state: 'harvested', seen };
    },
    forget: () => {
      step('forget');
      kept = undefined;
    },
  };
  const work: DeferredWork<{ name: string }, { id: string }, { there: boolean }> = {
    prepare: () => Promise.resolve(),
    intend: (now) => {
      names += 1;
      const window = { from: new Date(now.getTime() + 24 * hour), until: options.until ? at(options.until) : null };
      return { intent: { name: `object-${names}` }, window };
    },
    plant: async ({ name }) => {
      step('make');
      objects.add(name);
      return { id: name };
    },
    look: async ({ id }) => {
      step('look');
      if (options.lost?.()) throw new PlantLost('the witness is gone');
      return { there: objects.has(id) };
    },
    remove: async ({ name }) => {
      step('remove');
      objects.delete(name);
    },
  };
  return {
    objects,
    steps,
    kept: () => kept,
    /** A run at that hour; with `steps` it is killed before the next one. */
    run: (hours: number, allowed = Number.POSITIVE_INFINITY) => {
      left = allowed;
      return carryOn(work, keeper, at(hours)).catch((error: unknown) => {
        if (error instanceof Killed) return 'killed' as const;
        throw error;
      });
    },
  };
}

test('a first run plants, one before its time waits, one after it sees and removes', async () => {
  const { run, objects, steps } = scene();
  expect(await run(0)).toEqual({ dueAt: at(24), plantedAt: at(0) });
  expect(await run(23)).toEqual({ dueAt: at(24), plantedAt: at(0) });
  expect([...objects]).toEqual(['object-1']);
  expect(await run(24)).toEqual({ seen: { there: true } });
  expect([...objects]).toEqual([]);
  expect(steps).toEqual(['note intent', 'make', 'note planted', 'look', 'note seen', 'remove']);
});

for (let planting = 0; planting <= 3; planting += 1) {
  for (let harvest = 0; harvest <= 3; harvest += 1) {
    test(`killed after ${planting} steps of planting and ${harvest} of harvesting: seen as it was, and nothing is left`, async () => {
      const { run, objects } = scene();
      await run(0, planting);
      const again = await run(1);
      expect(again).toMatchObject({ dueAt: at(planting === 3 ? 24 : 25) });
      expect(objects.size).toBe(1);
      await run(30, harvest);
      // what the killed run removed by itself must not look as if it had been gone before
      expect(await run(31)).toEqual({ seen: { there: true } });
      expect(objects.size).toBe(0);
    });
  }
}

test('what has been seen stays seen until it is reported, however often it is asked for', async () => {
  const { run } = scene();
  await run(0);
  expect(await run(24)).toEqual({ seen: { there: true } });
  expect(await run(25)).toEqual({ seen: { there: true } });
});

test('what can tell nothing any more is inconclusive, cleaned up, and planted anew', async () => {
  let lost = true;
  const { run, objects, kept } = scene({ lost: () => lost });
  await run(0);
  await expect(run(24)).rejects.toThrow('the witness is gone');
  expect([objects.size, kept()]).toEqual([0, undefined]);
  lost = false;
  expect(await run(25)).toEqual({ dueAt: at(49), plantedAt: at(25) });
});

test('after the end of its window it is planted anew', async () => {
  const { run, objects } = scene({ until: 30 });
  await run(0);
  expect(await run(30)).toEqual({ dueAt: at(54), plantedAt: at(30) });
  expect([...objects]).toEqual(['object-2']);
});
