import type { DatabaseSync } from 'node:sqlite';
import { writeOf } from '../evidence/writes.ts';
import type { Exchange } from '../protocol/exchange.ts';
import { readXml } from '../protocol/xml-read.ts';
import { processIdentity } from '../targets/owner.ts';
import { openRuns } from './store.ts';

/** Something that a run has done to real nodes and not yet undone. */
export interface Left {
  id: number;
  run: string;
  /** Identity of the process that did it (`processIdentity`). */
  process: string;
  node: string;
  /** `made`: an object; `changed`: fields of an object that was there before; `other`: what no client can undo by itself. */
  kind: 'made' | 'changed' | 'other';
  /** The object's path; of `other` what was done. */
  path: string;
  /** Of `changed`: what the fields were; null when nobody had read them before. */
  before: [name: string, value: string][] | null;
}

/**
 * What runs do to real nodes, on disk before the next request: so that `recover` can undo what a killed run left there. It is fed
 * with every exchange; a check that has brought everything back settles its part.
 */
export class Journal {
  readonly #db: DatabaseSync;
  readonly #target: string;
  readonly #run: string;
  /** What the API last answered for an object, by node and path. */
  readonly #read = new Map<string, string>();
  #noted: number[] = [];
  #undo: 'unused' | 'begun' | 'done' = 'unused';

  constructor(folder: string, target: string, run = '') {
    this.#db = openRuns(folder);
    this.#db.exec(`
      CREATE TABLE IF NOT EXISTS done (
        id INTEGER PRIMARY KEY, target TEXT NOT NULL, run TEXT NOT NULL, process TEXT NOT NULL, node TEXT NOT NULL,
        kind TEXT NOT NULL, path TEXT NOT NULL, before TEXT);
    `);
    this.#target = target;
    this.#run = run;
  }

  /** Takes one exchange of a run in. */
  note(exchange: Exchange): void {
    const { channel, node, request, response } = exchange;
    const [method = '', whole = ''] = request.summary.split(' ');
    const path = whole.split('?')[0] ?? '';
    if (channel !== 'api') {
      const write = writeOf(exchange);
      if (write) this.#add(node, 'other', write, null);
    } else if (response?.status === 200) {
      if (method === 'GET') this.#remember(`${node} ${path}`, response.body ?? '');
      if (method === 'POST' && response.headers?.location) this.#add(node, 'made', response.headers.location, null);
      if (method === 'DELETE') this.#gone(path);
      if (method === 'PUT') this.#changed(node, path, request.body ?? '');
    }
  }

  /** A check begins to bring back what it did. */
  undoing(): void {
    this.#undo = 'begun';
  }

  /** It has brought everything back. */
  undone(): void {
    this.#undo = 'done';
  }

  /** A check has ended: what it brought back is forgotten. What it made and nobody removed stays noted. */
  settle(): void {
    const settled = { begun: '', unused: `AND kind <> 'made'`, done: 'AND TRUE' }[this.#undo];
    const forget = this.#db.prepare(`DELETE FROM done WHERE id = ? ${settled}`);
    if (settled !== '') for (const id of this.#noted) forget.run(id);
    this.#noted = [];
    this.#undo = 'unused';
  }

  /** What is not undone on the target, the latest first. */
  left(): Left[] {
    const rows = this.#db.prepare('SELECT * FROM done WHERE target = ? ORDER BY id DESC').all(this.#target);
    return rows.map((row) => ({
      id: Number(row.id),
      run: String(row.run),
      process: String(row.process),
      node: String(row.node),
      kind: row.kind as Left['kind'],
      path: String(row.path),
      before: typeof row.before === 'string' ? (JSON.parse(row.before) as Left['before']) : null,
    }));
  }

  forget(id: number): void {
    this.#db.prepare('DELETE FROM done WHERE id = ?').run(id);
  }

  close(): void {
    this.#db.close();
  }

  #add(node: string, kind: Left['kind'], path: string, before: Left['before']): void {
    const { lastInsertRowid } = this.#db
      .prepare('INSERT INTO done (target, run, process, node, kind, path, before) VALUES (?, ?, ?, ?, ?, ?, ?)')
      .run(this.#target, this.#run, processIdentity(), node, kind, path, before && JSON.stringify(before));
    this.#noted.push(Number(lastInsertRowid));
  }

  #remember(key: string, body: string): void {
    this.#read.set(key, body);
    const [oldest] = this.#read.keys();
    if (this.#read.size > 200 && oldest) this.#read.delete(oldest);
  }

  /** A removed object takes what is below it along. */
  #gone(path: string): void {
    this.#db
      .prepare(`DELETE FROM done WHERE target = ? AND (path = ? OR substr(path, 1, ?) = ?)`)
      .run(this.#target, path, path.length + 1, `${path}/`);
  }

  #changed(node: string, path: string, body: string): void {
    const known = this.#db
      .prepare(`SELECT 1 FROM done WHERE target = ? AND node = ? AND kind <> 'other' AND path = ?`)
      .get(this.#target, node, path);
    if (known) return;
    const former = this.#read.get(`${node} ${path}`);
    this.#add(node, 'changed', path, former === undefined ? null : fieldsBefore(body, former));
  }
}

/** What the fields of a form were, by the document that was read before; an absent one was unset. */
function fieldsBefore(form: string, document: string): Left['before'] {
  try {
    const { children } = readXml(document);
    return [...new Set(new URLSearchParams(form).keys())].map((name) => [
      name,
      children.find((child) => child.name === name)?.text ?? '',
    ]);
  } catch {
    return null;
  }
}
