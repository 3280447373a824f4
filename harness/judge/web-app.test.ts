import { expect, test } from '@playwright/test';
import { webAppAccessMethods, webAppLists, webAppStatus, webAppTexts } from './web-app.ts';

const answer = (json: unknown, status = 200) => ({ request: 'GET /api/x', status, json });

test('a status is the expected one', () => {
  expect(webAppStatus({ answer: answer(null, 401), expected: 401 })).toEqual([]);
  expect(webAppStatus({ answer: answer(null, 200), expected: 401 })).toHaveLength(1);
});

test('texts are there and not empty', () => {
  const fields = ['jwt', 'idToken'];
  expect(webAppTexts({ answer: answer({ jwt: 'a', idToken: 'b', more: 1 }), fields })).toEqual([]);
  expect(webAppTexts({ answer: answer({ jwt: 'a', idToken: '' }), fields })).toHaveLength(1);
  expect(webAppTexts({ answer: answer({ jwt: 1 }), fields })).toHaveLength(2);
  expect(webAppTexts({ answer: answer({ jwt: 'a', idToken: 'b' }, 201), fields })).toHaveLength(1);
});

test('a list has the entry', () => {
  const lists = (json: unknown, status?: number) =>
    webAppLists({ answer: answer(json, status), list: 'spaces', entry: { guid: 'g', name: 'n' } });
  expect(lists({ spaces: [{ guid: 'x' }, { guid: 'g', name: 'n', more: true }] })).toEqual([]);
  for (const json of [null, [], { spaces: {} }, { spaces: [] }, { spaces: [{ id: 'g', name: 'n' }] }])
    expect(lists(json), JSON.stringify(json)).toHaveLength(1);
  expect(lists({ spaces: [{ guid: 'g', name: 'n' }] }, 400)).toHaveLength(1);
});

test('access methods have the names, each with guid and URI', () => {
  const methods = (json: unknown, status?: number) =>
    webAppAccessMethods({ answer: answer(json, status), names: ['Guest', 'Host'] });
  const host = { guid: '1', name: 'Host', uri: 'h' };
  expect(methods({ accessMethods: [host, { guid: '2', name: 'Guest', uri: 'g' }] })).toEqual([]);
  expect(methods({ accessMethods: [host] })).toHaveLength(1);
  expect(methods({ accessMethods: [host, { guid: '2', name: 'Guest' }] })).toHaveLength(1);
  expect(methods({})).toHaveLength(1);
  expect(methods({}, 400)).toHaveLength(1);
});
