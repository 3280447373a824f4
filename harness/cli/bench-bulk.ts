import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { DatabaseSync } from 'node:sqlite';
import { BulkEngine, syncResource } from '../emulator/api/bulk.ts';
import { createContext } from '../emulator/api/context.ts';
import { benchNode } from './bench-node.ts';

const sizes = [100, 1000, 10_000, 100_000];

/** What one bulk sync of so many spaces costs. */
export interface BulkCost {
  spaces: number;
  /** Microseconds a space. */
  perSpace: number;
  /** Milliseconds that the server was busy without a break, at most. */
  longestPause: number;
}

/** Bulk syncs of growing sizes, on a database file; and microseconds that SQLite alone takes to write as large a row. */
export async function measureBulk(): Promise<{ costs: BulkCost[]; bare: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'cms-conformance-bench-'));
  try {
    // the first one warms up
    await syncOf(1000, join(folder, 'warm.sqlite'));
    const costs: BulkCost[] = [];
    for (const spaces of sizes) costs.push(await syncOf(spaces, join(folder, `${spaces}.sqlite`)));
    const file = join(folder, `${sizes.at(-1)}.sqlite`);
    return { costs, bare: bareInserts(file, join(folder, 'bare.sqlite')) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function syncOf(spaces: number, file: string): Promise<BulkCost> {
  const node = benchNode(file);
  const { clock, activities, store } = node.cluster;
  const context = { ...createContext(node), afterAnswer: () => {} };
  const engine = new BulkEngine(context);
  const mapping = '$index$';
  const set = context.objects.insert({
    id: context.newId('cospaceBulkParameterSet'),
    type: 'cospaceBulkParameterSet',
    parent: null,
    fields: {
      startIndex: '1',
      endIndex: String(spaces),
      coSpaceUriMapping: mapping,
      coSpaceNameMapping: `Bench ${mapping}`,
      coSpaceCallIdMapping: mapping,
    },
  });
  const sync = syncResource.create?.(context, { cospaceBulkParameterSet: set.id }, null) ?? { id: '' };
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const started = performance.now();
  engine.wake();
  clock.advance(1000);
  await activities.settled(120_000);
  const took = performance.now() - started;
  await new Promise((resolve) => setImmediate(resolve));
  delay.disable();
  const made = context.objects.list('coSpace').length;
  const status = context.objects.get('cospaceBulkSync', sync.id)?.fields.status;
  engine.stop();
  clock.stop();
  store.close();
  if (made !== spaces || status !== 'complete') throw new Error(`${made} of ${spaces} spaces, ${status}`);
  return { spaces, perSpace: (took * 1000) / spaces, longestPause: delay.max / 1e6 };
}

function bareInserts(full: string, file: string): number {
  const source = new DatabaseSync(full);
  const rows = source.prepare("SELECT id, type, fields FROM object WHERE type = 'coSpace'").all();
  source.close();
  const database = new DatabaseSync(file);
  database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;
    CREATE TABLE object (seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, type TEXT NOT NULL, fields TEXT NOT NULL)`);
  const insert = database.prepare('INSERT INTO object (id, type, fields) VALUES (?, ?, ?)');
  const started = performance.now();
  database.exec('BEGIN');
  for (const { id, type, fields } of rows) insert.run(id ?? null, type ?? null, fields ?? null);
  database.exec('COMMIT');
  const took = performance.now() - started;
  database.close();
  return (took * 1000) / rows.length;
}
