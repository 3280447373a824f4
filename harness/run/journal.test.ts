import type { Exchange } from '../protocol/exchange.ts';
import { test as base, expect } from '../self/scratch.ts';
import { processIdentity } from '../targets/owner.ts';
import { Journal } from './journal.ts';

const test = base.extend<{ journal: Journal }>({
  journal: async ({ scratch }, use) => {
    const journal = new Journal(scratch.path, 'lab', 'run-1');
    await use(journal);
    journal.close();
  },
});

function api(summary: string, { body = '', answer = '', location = '', status = 200 } = {}): Exchange {
  return {
    channel: 'api',
    node: 'cms1',
    at: '2026-01-01T00:00:00.000Z',
    durationMs: 1,
    request: { summary, body },
    response: { summary: String(status), status, body: answer, headers: location ? { location } : {} },
  };
}
const mmp = (summary: string): Exchange => ({ ...api(summary), channel: 'mmp' });
const pathsOf = (journal: Journal) => journal.left().map(({ path }) => path);

test('what was made is left until it is removed, with what is below it', ({ journal }) => {
  journal.note(api('POST /api/v1/coSpaces', { location: '/api/v1/coSpaces/a' }));
  journal.note(api('POST /api/v1/coSpaces/a/coSpaceUsers', { location: '/api/v1/coSpaces/a/coSpaceUsers/b' }));
  journal.note(api('POST /api/v1/coSpaces', { status: 400 }));
  expect(pathsOf(journal)).toEqual(['/api/v1/coSpaces/a/coSpaceUsers/b', '/api/v1/coSpaces/a']);
  journal.note(api('DELETE /api/v1/coSpaces/a', { status: 400 }));
  expect(pathsOf(journal)).toHaveLength(2);
  journal.note(api('DELETE /api/v1/coSpaces/a'));
  expect(journal.left()).toEqual([]);
});

test('a setting is left with what it was, as far as anybody had read it', ({ journal }) => {
  journal.note(api('GET /api/v1/callProfiles/p', { answer: '<callProfile><a>1</a></callProfile>' }));
  journal.note(api('PUT /api/v1/callProfiles/p', { body: 'a=2&b=3' }));
  journal.note(api('PUT /api/v1/callProfiles/p', { body: 'a=9' }));
  journal.note(api('PUT /api/v1/system/database', { body: 'x=1' }));
  expect(journal.left()).toMatchObject([
    { kind: 'changed', path: '/api/v1/system/database', before: null },
    {
      kind: 'changed',
      path: '/api/v1/callProfiles/p',
      run: 'run-1',
      node: 'cms1',
      process: processIdentity(),
      before: [
        ['a', '1'],
        ['b', ''],
      ],
    },
  ]);
});

test('a change of what the run itself made needs no undoing of its own', ({ journal }) => {
  journal.note(api('POST /api/v1/coSpaces', { location: '/api/v1/coSpaces/a' }));
  journal.note(api('PUT /api/v1/coSpaces/a', { body: 'name=x' }));
  expect(journal.left()).toMatchObject([{ kind: 'made' }]);
});

test('a check that brought everything back leaves nothing, one that could not leaves all', ({ journal }) => {
  const act = (id: string) => {
    journal.note(mmp('scheduler enable'));
    journal.note(mmp('scheduler status'));
    journal.note(api('POST /api/v1/coSpaces', { location: `/api/v1/coSpaces/${id}` }));
  };
  act('a');
  journal.undoing();
  journal.settle();
  expect(pathsOf(journal)).toEqual(['/api/v1/coSpaces/a', 'scheduler enable']);
  act('b');
  journal.undoing();
  journal.undone();
  journal.settle();
  expect(pathsOf(journal)).toEqual(['/api/v1/coSpaces/a', 'scheduler enable']);
  act('c');
  journal.settle();
  expect(pathsOf(journal)).toEqual(['/api/v1/coSpaces/c', '/api/v1/coSpaces/a', 'scheduler enable']);
});

test('another process sees it, and another target does not', ({ journal, scratch }) => {
  journal.note(api('POST /api/v1/coSpaces', { location: '/api/v1/coSpaces/a' }));
  const [same, other] = [new Journal(scratch.path, 'lab'), new Journal(scratch.path, 'other')];
  expect(pathsOf(same)).toEqual(['/api/v1/coSpaces/a']);
  expect(other.left()).toEqual([]);
  same.forget(same.left()[0]?.id ?? 0);
  expect(journal.left()).toEqual([]);
  same.close();
  other.close();
});
