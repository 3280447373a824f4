import { expect, test } from '@playwright/test';
import type { Channel, Exchange } from '../protocol/exchange.ts';
import { writeOf } from './writes.ts';

const exchange = (channel: Channel, summary: string): Exchange => ({
  channel,
  node: 'cms1',
  at: '',
  durationMs: 0,
  request: { summary },
});

test('a GET reads, every other method writes, ids generalised', () => {
  expect(writeOf(exchange('api', 'GET /api/v1/coSpaces?limit=5'))).toBeNull();
  expect(writeOf(exchange('api', 'PUT /api/v1/cospaces/458075bc-6def-4052-8ed6-b1192d6e6b35'))).toBe(
    'PUT /api/v1/cospaces/<id>',
  );
  expect(writeOf(exchange('api', 'DELETE /api/v1/calls/458075bc-6def-4052-8ed6-b1192d6e6b35?x=1'))).toBe(
    'DELETE /api/v1/calls/<id>',
  );
});

for (const command of ['help scheduler', 'scheduler', 'scheduler status', 'pki list', 'version', '(session opened)']) {
  test(`the MMP command "${command}" reads`, () => expect(writeOf(exchange('mmp', command))).toBeNull());
}

test('an MMP command that is not known to read counts as a change', () => {
  expect(writeOf(exchange('mmp', 'scheduler enable'))).toBe('scheduler enable');
  expect(writeOf(exchange('mmp', 'scheduler c2w certs conformance-1.key conformance-1.cer'))).toBe(
    'scheduler c2w certs <file> <file>',
  );
  expect(writeOf(exchange('mmp', 'schedulerx'))).toBe('schedulerx');
  expect(writeOf(exchange('mmp', 'hostname other'))).toBe('hostname other');
});

test('servers and names that a check makes up are generalised', () => {
  expect(writeOf(exchange('mmp', 'scheduler email server 192.0.2.9 2525'))).toBe(
    'scheduler email server <server> <port>',
  );
  expect(writeOf(exchange('mmp', 'scheduler email server none'))).toBe('scheduler email server none');
  expect(writeOf(exchange('mmp', 'scheduler email username scheduler-4854f3'))).toBe('scheduler email username <name>');
});

test('what is made on a scheduler or by the web app writes', () => {
  const meeting = '/api/v1/scheduler/meetings/458075bc-6def-4052-8ed6-b1192d6e6b35';
  expect(writeOf(exchange('scheduler', `GET ${meeting}`))).toBeNull();
  expect(writeOf(exchange('scheduler', `DELETE ${meeting}?recurrence=x`))).toBe(
    'DELETE /api/v1/scheduler/meetings/<id> on the scheduler',
  );
  expect(writeOf(exchange('webApp', 'POST /api/cospaces'))).toBe('POST /api/cospaces on the web app');
});

test('uploads and removals write, downloads and listings read', () => {
  expect(writeOf(exchange('sftp', 'put a.key (3 bytes)'))).toBe('put <file> by SFTP');
  expect(writeOf(exchange('sftp', 'rm a.key'))).toBe('rm <file> by SFTP');
  expect(writeOf(exchange('sftp', 'get log'))).toBeNull();
  expect(writeOf(exchange('sftp', 'ls'))).toBeNull();
});

test("what is asked of TMS's console writes unless it reads, numbers generalised", () => {
  expect(writeOf(exchange('tms', 'GET /api/systems/12'))).toBeNull();
  expect(writeOf(exchange('tms', 'PUT /api/systems/12/name'))).toBe('PUT /api/systems/<id>/name on TMS');
  expect(writeOf(exchange('tms', 'POST /api/systems'))).toBe('POST /api/systems on TMS');
});
