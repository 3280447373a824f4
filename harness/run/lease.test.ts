import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from '../self/scratch.ts';
import { Lease } from './lease.ts';

function taken(got: ReturnType<typeof Lease.take>): Lease {
  if (!(got instanceof Lease)) throw new Error(`held by ${got.run}`);
  return got;
}

test('one run at a time has a target, and others are told which', ({ scratch }) => {
  const first = taken(Lease.take(scratch.path, 'lab', 'run-1'));
  expect(Lease.take(scratch.path, 'lab', 'run-2')).toMatchObject({ run: 'run-1', process: String(process.pid) });
  taken(Lease.take(scratch.path, 'another lab', 'run-2')).release();
  first.release();
  taken(Lease.take(scratch.path, 'lab', 'run-2')).release();
});

test('a process that has ended has nothing any more, whoever has its number now', ({ scratch }) => {
  const killed = taken(Lease.take(scratch.path, 'lab', 'killed'));
  const db = new DatabaseSync(join(scratch.path, 'runs.sqlite'));
  db.prepare('UPDATE lease SET process = ?').run(`${process.pid}@1`);
  db.close();
  const next = taken(Lease.take(scratch.path, 'lab', 'next'));
  // the killed one's end doesn't take it from the next
  killed.release();
  expect(Lease.take(scratch.path, 'lab', 'third')).toMatchObject({ run: 'next' });
  next.release();
});
