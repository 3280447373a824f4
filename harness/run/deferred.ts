import { TargetUnavailable } from '../protocol/exchange.ts';
import type { Plant } from './store.ts';

/** When something planted can be judged, in the target's time. */
export interface Window {
  from: Date;
  /** From then on it can't be judged any more; null: ever. */
  until: Date | null;
}

/** Work on a target that is begun at one time and judged at a later one. What is kept of it is plain JSON data. */
export interface DeferredWork<Intent, Planted, Seen> {
  /** Brings the target to the state that it needs, where that is the check's to choose. */
  prepare(): Promise<void>;
  /** What it is about to make, e.g. names that nobody else uses, and when that can be judged. Touches nothing. */
  intend(now: Date): { intent: Intent; window: Window };
  /** Makes it. */
  plant(intent: Intent): Promise<Planted>;
  /** Looks, and changes nothing. Throws PlantLost when what is there now can tell nothing. */
  look(planted: Planted): Promise<Seen>;
  /** Removes whatever is there of it; `planted` is null where planting was cut short. */
  remove(intent: Intent, planted: Planted | null): Promise<void>;
}

/** Somebody else has touched what was planted, or its time is over: it can't be judged and must be planted anew. */
export class PlantLost extends Error {
  override readonly name = 'PlantLost';
}

/** Where plants are kept between runs; see `store.ts`. */
export interface PlantKeeper {
  find(): Plant | undefined;
  intend(plant: { intent: unknown; plantedAt: string; dueAt: string }): void;
  planted(planted: unknown): void;
  harvested(seen: unknown): void;
  forget(): void;
}

/** How far the work is: seen, or waiting until `dueAt`. */
export type Progress<Seen> = { seen: Seen } | { dueAt: Date; plantedAt: Date };

/** What is kept of an intent: with it, the end of its window. */
interface KeptIntent<Intent> {
  intent: Intent;
  until: string | null;
}

/**
 * Carries deferred work on by one run. A run may die anywhere: what it was about to make is noted before the target is touched, what
 * it saw before anything is removed. So the next run removes what was half made, harvests what is due, and gives what had
 * been seen already instead of looking at a target from which it has been removed.
 */
export async function carryOn<Intent, Planted, Seen>(
  work: DeferredWork<Intent, Planted, Seen>,
  keeper: PlantKeeper,
  now: Date,
): Promise<Progress<Seen>> {
  const kept = keeper.find();
  if (!kept) return plantNew(work, keeper, now);
  const { intent, until } = kept.intent as KeptIntent<Intent>;
  const planted = kept.planted as Planted | null;
  if (kept.state === 'intended' || planted === null) {
    await work.remove(intent, null);
    return plantNew(work, keeper, now);
  }
  if (kept.state === 'harvested') {
    const seen = kept.seen as Seen;
    keeper.harvested(seen);
    await work.remove(intent, planted);
    return { seen };
  }
  if (until !== null && now >= new Date(until)) {
    await work.remove(intent, planted);
    return plantNew(work, keeper, now);
  }
  if (now < new Date(kept.dueAt)) return { dueAt: new Date(kept.dueAt), plantedAt: new Date(kept.plantedAt) };
  try {
    keeper.harvested(await work.look(planted));
  } catch (error) {
    if (!(error instanceof PlantLost)) throw error;
    await work.remove(intent, planted);
    keeper.forget();
    throw new TargetUnavailable(`what was planted on ${kept.plantedAt} can tell nothing: ${error.message}`);
  }
  await work.remove(intent, planted);
  return { seen: keeper.find()?.seen as Seen };
}

async function plantNew<Intent, Planted, Seen>(
  work: DeferredWork<Intent, Planted, Seen>,
  keeper: PlantKeeper,
  now: Date,
): Promise<Progress<Seen>> {
  const { intent, window } = work.intend(now);
  const kept: KeptIntent<Intent> = { intent, until: window.until?.toISOString() ?? null };
  keeper.intend({ intent: kept, plantedAt: now.toISOString(), dueAt: window.from.toISOString() });
  try {
    keeper.planted(await work.plant(intent));
  } catch (error) {
    // what was made until then is found again by the intent, now or in a later run
    await work.remove(intent, null);
    keeper.forget();
    throw error;
  }
  return { dueAt: window.from, plantedAt: now };
}
