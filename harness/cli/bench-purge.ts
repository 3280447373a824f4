import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Repository } from '../emulator/api/repository.ts';
import type { EmulatedNode } from '../emulator/kernel/node.ts';
import { MeetingBook } from '../emulator/scheduler/meetings.ts';
import { purge } from '../emulator/scheduler/purge.ts';
import { benchNode } from './bench-node.ts';

const spaces = 100_000;
const rounds = 3;
const runAt = new Date('2026-03-10T01:15:00Z');

/** Milliseconds that a purge over 100 000 due spaces takes, and those of a bare deletion of the same rows; the medians. */
export function measurePurge(): { purge: number; bare: number } {
  const folder = mkdtempSync(join(tmpdir(), 'cms-conformance-bench-'));
  const [purged, bare]: [number[], number[]] = [[], []];
  try {
    for (let round = 0; round < rounds; round += 1) {
      purged.push(measured(join(folder, `purge-${round}.sqlite`), purgeAll));
      bare.push(measured(join(folder, `bare-${round}.sqlite`), deleteAll));
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return { purge: median(purged), bare: median(bare) };
}

function measured(file: string, remove: (node: EmulatedNode, file: string) => void): number {
  const node = benchNode(file);
  fill(node);
  const started = performance.now();
  remove(node, file);
  const took = performance.now() - started;
  const left = node.cluster.store.list('coSpace').length;
  node.cluster.store.close();
  if (left > 0) throw new Error(`${left} spaces were left`);
  return took;
}

/** Spaces with one meeting each, all of them due. */
function fill(node: EmulatedNode): void {
  const objects = Repository.of(node.cluster.store);
  const book = MeetingBook.of(node);
  objects.atomically(() => {
    for (let n = 0; n < spaces; n += 1) {
      const id = randomUUID();
      objects.insert({ id, type: 'coSpace', parent: null, fields: { name: `Meeting ${n}`, uri: `meeting.${n}` } });
      book.create({
        coSpace: id,
        temporary: true,
        summary: `Meeting ${n}`,
        description: null,
        dtStart: '2026-03-08T09:00:00',
        dtEnd: '2026-03-08T10:00:00',
        timeZone: 'Europe/Oslo',
        rrule: null,
        isFullDayMeeting: false,
        attendees: [],
      });
    }
  });
}

function purgeAll(node: EmulatedNode): void {
  purge(node, MeetingBook.of(node), runAt);
}

/** What no purge can be quicker than: the rows, found by their keys, in one transaction of SQLite alone. */
function deleteAll(_node: EmulatedNode, file: string): void {
  const database = new DatabaseSync(file);
  const ids = database.prepare("SELECT id FROM object WHERE type = 'coSpace'").all();
  const remove = database.prepare('DELETE FROM object WHERE id = ?');
  database.exec('BEGIN');
  for (const { id } of ids) remove.run(id ?? null);
  database.exec('COMMIT');
  database.close();
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
