import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { Store } from '../kernel/store.ts';
import { documentedPolicies } from '../policies/index.ts';
import { Conferences } from './conferences.ts';
import type { Conference } from './types.ts';

const type = documentedPolicies['booking.transactionType'];
const start = new Date('2030-05-06T10:00:00Z');
const end = new Date('2030-05-06T11:00:00Z');

function book(conferences: Conferences, title: string): number {
  return conferences.change(() => {
    const id = conferences.nextNumber();
    const participants = [{ ParticipantId: '7', NameOrNumber: 'a@example.test', ParticipantCallType: 'SIP ->' }];
    const fields = { Title: title, Participants: participants };
    conferences.putBooking({ id, fields, version: 1, owner: 'admin', transaction: 0 });
    conferences.putOccurrence({ id, booking: id, start, end, status: 'Pending', slot: null });
    conferences.note(id, 'created');
    return id;
  });
}

test('a booked conference is kept in the store, with its number and what was noted of it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'conferences-'));
  const first = new Store(join(folder, 'cluster.sqlite'));
  const id = book(new Conferences(first, type), 'Kept');
  first.close();
  const store = new Store(join(folder, 'cluster.sqlite'));
  const conferences = new Conferences(store, type);
  expect(conferences.get(id)).toEqual({
    id,
    title: 'Kept',
    start,
    end,
    password: '',
    type: '',
    showExtendOption: '',
    participants: [{ id: 7, nameOrNumber: 'a@example.test', callType: 'SIP ->' }],
    status: 'Pending',
    slot: null,
  });
  expect(conferences.transactions()).toEqual([{ id: 1, conference: id, type: 'New', participants: [7] }]);
  expect(conferences.nextNumber()).toBeGreaterThan(id);
  store.close();
  rmSync(folder, { recursive: true });
});

test('what fails in the middle leaves nothing, neither here nor in the store, and nobody is told', () => {
  const store = new Store(null);
  const conferences = new Conferences(store, type);
  const told: unknown[] = [];
  conferences.onChange((change) => told.push(change));
  expect(() =>
    conferences.change(() => {
      conferences.putBooking({ id: 1, fields: {}, version: 1, owner: 'admin', transaction: 0 });
      conferences.putOccurrence({ id: 1, booking: 1, start, end, status: 'Pending', slot: null });
      throw new Error('half way');
    }),
  ).toThrow('half way');
  expect(conferences.all()).toEqual([]);
  expect(new Conferences(store, type).all()).toEqual([]);
  expect(told).toEqual([]);
});

test('listeners are told what clients do, and not what the one who holds the conference notes', () => {
  const conferences = new Conferences(new Store(null), type);
  const told: { before: Conference | null; after: Conference }[] = [];
  conferences.onChange((change) => told.push(change));
  const id = book(conferences, 'Told');
  expect(told).toEqual([{ before: null, after: conferences.get(id) }]);

  const later = new Date('2030-05-06T11:15:00Z');
  conferences.update(id, { status: 'Ongoing', slot: 3, end: later });
  expect(conferences.get(id)).toMatchObject({ status: 'Ongoing', slot: 3, end: later });
  expect(told).toHaveLength(1);
  expect(conferences.transactions().map((one) => one.type)).toEqual(['New', 'Updated']);

  const [occurrence] = conferences.occurrences(id);
  if (!occurrence) throw new Error('the occurrence is gone');
  conferences.change(() => conferences.putOccurrence({ ...occurrence, status: 'Deleted' }));
  expect(told.at(-1)).toMatchObject({ before: { status: 'Ongoing', slot: 3 }, after: { status: 'Deleted' } });
  expect(conferences.all()).toEqual([]);
  expect(() => conferences.update(99, { slot: 1 })).toThrow('there is no conference 99');
});
