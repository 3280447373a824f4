import { expect, test } from '@playwright/test';
import { Repository } from '../api/repository.ts';
import { buildNode } from '../testing.ts';
import { MeetingBook } from './meetings.ts';
import { MeetingsApi } from './meetings-api.ts';

test('a meeting and the mail that it calls for are kept together, or neither is', () => {
  const node = buildNode();
  const space = '00000000-0000-4000-8000-000000000001';
  Repository.of(node.cluster.store).insert({ id: space, type: 'coSpace', parent: null, fields: { name: 'Space' } });
  let mails = true;
  const api = new MeetingsApi(node, () => {
    if (!mails) throw new Error('the power is gone');
  });
  const times = { dtStart: '2027-03-01T10:00:00', dtEnd: '2027-03-01T11:00:00', timeZone: 'Etc/UTC' };
  const ask = (method: string, id: string | null, body: unknown) =>
    api.answer({ method, id, query: new URLSearchParams(), body: JSON.stringify(body) });
  const kept = () =>
    MeetingBook.of(node)
      .all()
      .map(({ summary }) => summary);

  expect(ask('POST', null, { summary: 'Kept', coSpace: space, attendees: [], ...times }).status).toBe(200);
  const [{ id } = { id: '' }] = MeetingBook.of(node).all();
  mails = false;
  expect(() => ask('POST', null, { summary: 'Lost', coSpace: space, attendees: [], ...times })).toThrow(/power/);
  expect(() => ask('PUT', id, { summary: 'Renamed' })).toThrow(/power/);
  expect(() => ask('DELETE', id, {})).toThrow(/power/);
  expect(kept()).toEqual(['Kept']);
  mails = true;
  expect(ask('DELETE', id, {}).status).toBe(200);
  expect(kept()).toEqual([]);
});
