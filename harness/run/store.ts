import { createHash } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { DescribedNode } from '../targets/target.ts';

/** Something that a check has put on a target and that can be judged only later. All times are the target's. */
export interface Plant {
  /** Identity of the target. */
  target: string;
  /** Of the check, e.g. its requirement. */
  key: string;
  /**
   * `intended`: the target may have been touched, nobody knows how far. `planted`: everything is there. `harvested`: what was to be
   * seen has been seen, and what was planted may be removed.
   */
  state: 'intended' | 'planted' | 'harvested';
  /** By which whatever was made can be found again; known before the target is touched. */
  intent: unknown;
  /** What was made; null until it is planted. */
  planted: unknown;
  /** What the harvest saw; null before. */
  seen: unknown;
  /** ISO 8601. */
  plantedAt: string;
  dueAt: string;
  /** The run that harvested it; null before. */
  run: string | null;
}

/** Environment variable that names the folder of the store. */
export const stateVariable = 'CMS_CONFORMANCE_STATE';

/** The folder where the tool keeps what outlives a run: as the environment says, else where the system keeps such things. */
export function stateFolder(environment: NodeJS.ProcessEnv = process.env): string {
  const named = environment[stateVariable];
  return named || join(environment.XDG_STATE_HOME || join(homedir(), '.local/state'), 'cms-conformance');
}

/** Which deployment this is: the names and addresses of its nodes, in any order. */
export function targetIdentity(nodes: readonly Pick<DescribedNode, 'name' | 'api'>[]): string {
  const described = nodes.map(({ name, api }) => `${name} ${new URL(api.url).origin}`).sort();
  return createHash('sha256').update(described.join('\n')).digest('hex').slice(0, 32);
}

const databaseFile = 'runs.sqlite';

/** Whether any run has left anything in this folder. */
export function hasRuns(folder: string): boolean {
  return existsSync(join(folder, databaseFile));
}

/**
 * Opens what runs keep in this folder, and makes it where it isn't there. Every change is on disk when its statement returns, so
 * that a run may be killed at any moment; several runs may use it at once.
 */
export function openRuns(folder: string): DatabaseSync {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const db = new DatabaseSync(join(folder, databaseFile), { timeout: 5000 });
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
  return db;
}

/** What runs leave for later runs. */
export class RunStore {
  readonly #db: DatabaseSync;

  constructor(folder: string) {
    this.#db = openRuns(folder);
    this.#db.exec(`
      CREATE TABLE IF NOT EXISTS plant (
        target TEXT NOT NULL, key TEXT NOT NULL, state TEXT NOT NULL, intent TEXT NOT NULL, planted TEXT, seen TEXT,
        planted_at TEXT NOT NULL, due_at TEXT NOT NULL, run TEXT, PRIMARY KEY (target, key));
    `);
  }

  find(target: string, key: string): Plant | undefined {
    const row = this.#db.prepare('SELECT * FROM plant WHERE target = ? AND key = ?').get(target, key);
    return row && toPlant(row);
  }

  /** Everything that is planted on a target, what is due first first. */
  list(target: string): Plant[] {
    return this.#db.prepare('SELECT * FROM plant WHERE target = ? ORDER BY due_at, key').all(target).map(toPlant);
  }

  /** Notes what is about to be made on the target, before it is touched. */
  intend(plant: Pick<Plant, 'target' | 'key' | 'intent' | 'plantedAt' | 'dueAt'>): void {
    this.#db
      .prepare(
        `INSERT OR REPLACE INTO plant (target, key, state, intent, planted_at, due_at) VALUES (?, ?, 'intended', ?, ?, ?)`,
      )
      .run(plant.target, plant.key, JSON.stringify(plant.intent), plant.plantedAt, plant.dueAt);
  }

  /** Notes what was made. */
  planted(target: string, key: string, planted: unknown): void {
    this.#db
      .prepare(`UPDATE plant SET state = 'planted', planted = ? WHERE target = ? AND key = ?`)
      .run(JSON.stringify(planted), target, key);
  }

  /** Notes what a run saw, before anything of it is removed. */
  harvested(target: string, key: string, seen: unknown, run: string): void {
    this.#db
      .prepare(`UPDATE plant SET state = 'harvested', seen = ?, run = ? WHERE target = ? AND key = ?`)
      .run(JSON.stringify(seen), run, target, key);
  }

  forget(target: string, key: string): void {
    this.#db.prepare('DELETE FROM plant WHERE target = ? AND key = ?').run(target, key);
  }

  /** Forgets what a run harvested and has reported: until then the next run must be able to report it. */
  reported(run: string, keys: readonly string[]): void {
    const forget = this.#db.prepare(`DELETE FROM plant WHERE state = 'harvested' AND run = ? AND key = ?`);
    for (const key of keys) forget.run(run, key);
  }

  close(): void {
    this.#db.close();
  }
}

function toPlant(row: Record<string, unknown>): Plant {
  const json = (value: unknown): unknown => (typeof value === 'string' ? JSON.parse(value) : null);
  return {
    target: String(row.target),
    key: String(row.key),
    state: row.state as Plant['state'],
    intent: json(row.intent),
    planted: json(row.planted),
    seen: json(row.seen),
    plantedAt: String(row.planted_at),
    dueAt: String(row.due_at),
    run: typeof row.run === 'string' ? row.run : null,
  };
}
