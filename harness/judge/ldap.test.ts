import { expect, test } from '@playwright/test';
import type { Finding } from './judge.ts';
import {
  type AnswerSeen,
  areRefused,
  asksInPages,
  connects,
  type ItemsSeen,
  isCancelled,
  isGone,
  isKept,
  isRefused,
  keepsField,
  keepsSecret,
  lacks,
  listsExactly,
  listsItem,
  listsOnly,
  logsIn,
  reads,
} from './ldap.ts';

const document: AnswerSeen = { request: 'GET /a', status: 200, reasons: [], fields: { name: 'Ann', tag: '1' } };
const refusal: AnswerSeen = { request: 'DELETE /a', status: 400, reasons: ['invalidOperation'], fields: {} };
const gone: AnswerSeen = { request: 'GET /a', status: 404, reasons: ['userDoesNotExist'], fields: {} };
const listing: ItemsSeen = {
  request: 'GET /as',
  statuses: [200, 200],
  items: [
    { id: '1', fields: { name: 'Ann' } },
    { id: '2', fields: { name: 'Bob' } },
  ],
};
const none: ItemsSeen = { request: 'GET /as', statuses: [200], items: [] };
const broken: ItemsSeen = { ...none, statuses: [500] };
const bind = { dn: 'cn=Bridge', accepted: true, secured: false };

const right: [string, Finding[]][] = [
  ['reads', reads({ document, expected: { name: 'Ann' } })],
  ['lacks', lacks({ document, elements: ['count'] })],
  ['listsItem', listsItem({ listing, id: '2', expected: { name: 'Bob' } })],
  ['listsExactly', listsExactly({ listing, field: 'name', expected: ['Bob', 'Ann'] })],
  ['listsOnly', listsOnly({ listing, field: 'name', present: ['Ann'], absent: ['Cid'] })],
  ['isRefused', isRefused({ answer: refusal, reasons: ['other', 'invalidOperation'] })],
  ['areRefused', areRefused([refusal, gone])],
  ['isKept', isKept({ answer: refusal, reasons: [], after: document })],
  ['isGone', isGone(gone)],
  ['isGone with status 400', isGone({ ...gone, status: 400 })],
  ['isCancelled', isCancelled({ answer: document, after: gone, listing: none })],
  ['keepsField', keepsField({ before: document, after: document, field: 'tag' })],
  ['keepsField, of none', keepsField({ before: document, after: document, field: 'other' })],
  ['keepsSecret', keepsSecret([{ request: 'GET /a', status: 200, disclosed: false }])],
  ['connects', connects({ binds: [bind], secured: false })],
  ['logsIn', logsIn({ binds: [bind], dn: 'cn=bridge' })],
  ['asksInPages', asksInPages({ searches: [{ base: 'dc=a', paged: true }], paged: true })],
];

for (const [name, findings] of right) test(`what conforms passes: ${name}`, () => expect(findings).toEqual([]));

const wrong: [string, Finding[]][] = [
  ['reads another text', reads({ document, expected: { name: 'Bob' } })],
  ['reads nothing', reads({ document, expected: { other: '' } })],
  ['reads a refusal', reads({ document: gone, expected: {} })],
  ['lacks what is there', lacks({ document, elements: ['tag'] })],
  ['lists no such item', listsItem({ listing, id: '3', expected: {} })],
  ['lists the item otherwise', listsItem({ listing, id: '1', expected: { name: 'Bob' } })],
  ['lists too much', listsExactly({ listing, field: 'name', expected: ['Ann'] })],
  ['lists one twice', listsExactly({ listing: none, field: 'name', expected: ['Ann'] })],
  ['lists nothing of it', listsOnly({ listing: none, field: 'name', present: ['Ann'], absent: [] })],
  ['lists what should not be', listsOnly({ listing, field: 'name', present: [], absent: ['Ann'] })],
  ['cannot be listed', listsOnly({ listing: broken, field: 'name', present: [], absent: [] })],
  ['is not refused', isRefused({ answer: document, reasons: [] })],
  ['is refused for another reason', isRefused({ answer: refusal, reasons: ['other'] })],
  ['one is not refused', areRefused([refusal, document])],
  ['is refused and gone', isKept({ answer: refusal, reasons: [], after: gone })],
  ['is removed', isKept({ answer: document, reasons: [], after: gone })],
  ['is not gone', isGone(document)],
  ['is gone with everything', isGone({ ...gone, status: 503, reasons: [] })],
  ['is out of reach', isGone({ ...gone, status: 401, reasons: [] })],
  ['is refused for another reason, not gone', isGone(refusal)],
  ['is not cancelled', isCancelled({ answer: refusal, after: gone, listing: none })],
  ['is cancelled and there', isCancelled({ answer: document, after: document, listing: none })],
  ['is cancelled and carried out', isCancelled({ answer: document, after: gone, listing })],
  ['is changed', keepsField({ before: document, after: { ...document, fields: { tag: '2' } }, field: 'tag' })],
  ['is disclosed', keepsSecret([{ request: 'GET /a', status: 200, disclosed: true }])],
  ['is not answered', keepsSecret([{ request: 'GET /a', status: 500, disclosed: false }])],
  ['nobody connects', connects({ binds: [], secured: false })],
  ['connects without TLS', connects({ binds: [bind], secured: true })],
  ['logs in as somebody else', logsIn({ binds: [bind], dn: 'cn=other' })],
  ['logs in with another password', logsIn({ binds: [{ ...bind, accepted: false }], dn: 'cn=bridge' })],
  ['nobody asks', asksInPages({ searches: [], paged: false })],
  ['asks in pages', asksInPages({ searches: [{ base: 'dc=a', paged: true }], paged: false })],
];

for (const [name, findings] of wrong)
  test(`what does not conform fails: ${name}`, () => expect(findings).not.toEqual([]));
