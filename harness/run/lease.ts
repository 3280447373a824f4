import type { DatabaseSync } from 'node:sqlite';
import { lives, processIdentity } from '../targets/owner.ts';
import { openRuns } from './store.ts';

/** Who works on a target. */
export interface Holder {
  /** The run, or the command that it is. */
  run: string;
  /** Number of its process. */
  process: string;
  /** ISO 8601. */
  since: string;
}

/**
 * Real nodes for one run at a time: what two of them set up at once, both would judge wrongly and put back wrongly. It holds among
 * the runs of one state folder, and ends with the process at the latest.
 */
export class Lease {
  readonly #db: DatabaseSync;
  readonly #target: string;
  readonly #run: string;

  private constructor(db: DatabaseSync, target: string, run: string) {
    this.#db = db;
    this.#target = target;
    this.#run = run;
  }

  /** Takes the target (`targetIdentity`) for a run, or tells who has it. */
  static take(folder: string, target: string, run: string): Lease | Holder {
    const db = openRuns(folder);
    db.exec(`
      CREATE TABLE IF NOT EXISTS lease (
        target TEXT PRIMARY KEY, run TEXT NOT NULL, process TEXT NOT NULL, since TEXT NOT NULL);
      BEGIN IMMEDIATE;
    `);
    const held = db.prepare('SELECT * FROM lease WHERE target = ?').get(target);
    if (held && lives(String(held.process))) {
      db.exec('ROLLBACK');
      db.close();
      return { run: String(held.run), process: String(held.process).split('@')[0] ?? '', since: String(held.since) };
    }
    db.prepare('INSERT OR REPLACE INTO lease (target, run, process, since) VALUES (?, ?, ?, ?)').run(
      target,
      run,
      processIdentity(),
      new Date().toISOString(),
    );
    db.exec('COMMIT');
    return new Lease(db, target, run);
  }

  release(): void {
    this.#db.prepare('DELETE FROM lease WHERE target = ? AND run = ?').run(this.#target, this.#run);
    this.#db.close();
  }
}
