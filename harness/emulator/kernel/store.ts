import { DatabaseSync, type StatementSync } from 'node:sqlite';

/** A configuration object of the clustered database. Field values are strings, as the API carries them. */
export interface StoredObject {
  id: string;
  type: string;
  parent: string | null;
  fields: Record<string, string>;
}

/**
 * The clustered database: one SQLite file that all nodes of a cluster share, or memory when there is no file.
 * It survives `kill -9`; live objects (calls, legs, participants) are not in it.
 */
export class Store {
  readonly #db: DatabaseSync;
  readonly #isShared: boolean;
  readonly #statements = new Map<string, StatementSync>();

  constructor(file: string | null) {
    this.#isShared = file !== null;
    this.#db = new DatabaseSync(file ?? ':memory:', { timeout: 5000 });
    this.#db.exec(`
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = NORMAL;
      CREATE TABLE IF NOT EXISTS object (
        seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, type TEXT NOT NULL, parent TEXT, fields TEXT NOT NULL);
      CREATE INDEX IF NOT EXISTS object_by_type ON object (type, parent, seq);
      CREATE INDEX IF NOT EXISTS object_by_parent ON object (parent) WHERE parent IS NOT NULL;
      CREATE TABLE IF NOT EXISTS setting (
        node TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (node, key));
      CREATE TABLE IF NOT EXISTS file (
        node TEXT NOT NULL, name TEXT NOT NULL, content BLOB NOT NULL, modified TEXT NOT NULL, PRIMARY KEY (node, name));
    `);
  }

  /** A number that changes whenever another process has written to the database. */
  version(): number {
    // memory is nobody else's
    return this.#isShared ? Number(this.#sql('PRAGMA data_version').get()?.data_version) : 0;
  }

  insert(object: StoredObject): void {
    this.#sql('INSERT INTO object (id, type, parent, fields) VALUES (?, ?, ?, ?)').run(
      object.id,
      object.type,
      object.parent,
      JSON.stringify(object.fields),
    );
  }

  get(type: string, id: string): StoredObject | undefined {
    const row = this.#sql('SELECT * FROM object WHERE id = ? AND type = ?').get(id, type);
    return row && toObject(row);
  }

  update(id: string, fields: Record<string, string>): void {
    this.#sql('UPDATE object SET fields = ? WHERE id = ?').run(JSON.stringify(fields), id);
  }

  /** Gives an object another id; what stands below it stays with the former one. */
  rename(from: string, to: string): void {
    this.#sql('UPDATE object SET id = ? WHERE id = ?').run(to, from);
  }

  remove(id: string): void {
    this.#sql('DELETE FROM object WHERE id = ? OR parent = ?').run(id, id);
  }

  /** Removes objects with what stands below them, many at once. */
  removeMany(ids: readonly string[]): void {
    const list = JSON.stringify(ids);
    this.#sql('DELETE FROM object WHERE id IN (SELECT value FROM json_each(?))').run(list);
    this.#sql('DELETE FROM object WHERE parent IN (SELECT value FROM json_each(?))').run(list);
  }

  /** Removes every object of a type. */
  removeType(type: string): void {
    this.#sql('DELETE FROM object WHERE type = ?').run(type);
  }

  /** Makes all objects of one type objects of another. */
  retype(from: string, to: string): void {
    this.#sql('UPDATE object SET type = ? WHERE type = ?').run(to, from);
  }

  /** All objects of a type, oldest first; `parent` narrows to the sub-objects of one object. */
  list(type: string, parent: string | null = null): StoredObject[] {
    const rows =
      parent === null
        ? this.#sql('SELECT * FROM object WHERE type = ? ORDER BY seq').all(type)
        : this.#sql('SELECT * FROM object WHERE type = ? AND parent = ? ORDER BY seq').all(type, parent);
    return rows.map(toObject);
  }

  /** Runs `work` as one transaction: all of it, or nothing when it throws. */
  atomically<T>(work: () => T): T {
    this.#db.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      this.#db.exec('COMMIT');
      return result;
    } catch (error) {
      this.#db.exec('ROLLBACK');
      throw error;
    }
  }

  setting<T>(node: string, key: string): T | undefined {
    const row = this.#sql('SELECT value FROM setting WHERE node = ? AND key = ?').get(node, key);
    return row ? (JSON.parse(String(row.value)) as T) : undefined;
  }

  setSetting(node: string, key: string, value: unknown): void {
    this.#sql('INSERT OR REPLACE INTO setting (node, key, value) VALUES (?, ?, ?)').run(
      node,
      key,
      JSON.stringify(value),
    );
  }

  file(node: string, name: string): { content: Buffer; modified: Date } | undefined {
    const row = this.#sql('SELECT content, modified FROM file WHERE node = ? AND name = ?').get(node, name);
    return row && { content: Buffer.from(row.content as Uint8Array), modified: new Date(String(row.modified)) };
  }

  fileNames(node: string): string[] {
    return this.#sql('SELECT name FROM file WHERE node = ? ORDER BY name')
      .all(node)
      .map((row) => String(row.name));
  }

  setFile(node: string, name: string, content: Buffer, modified: Date): void {
    this.#sql('INSERT OR REPLACE INTO file (node, name, content, modified) VALUES (?, ?, ?, ?)').run(
      node,
      name,
      content,
      modified.toISOString(),
    );
  }

  removeFile(node: string, name: string): boolean {
    return Number(this.#sql('DELETE FROM file WHERE node = ? AND name = ?').run(node, name).changes) > 0;
  }

  /** A statement, prepared once. */
  #sql(text: string): StatementSync {
    let statement = this.#statements.get(text);
    if (!statement) {
      statement = this.#db.prepare(text);
      this.#statements.set(text, statement);
    }
    return statement;
  }

  close(): void {
    this.#db.close();
  }
}

function toObject(row: Record<string, unknown>): StoredObject {
  return {
    id: String(row.id),
    type: String(row.type),
    parent: typeof row.parent === 'string' ? row.parent : null,
    fields: JSON.parse(String(row.fields)) as Record<string, string>,
  };
}
