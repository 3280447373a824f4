import { randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { startTestApi } from '../emulator/api/testing.ts';
import { defects } from '../emulator/defects/index.ts';
import { readXml } from '../protocol/xml-read.ts';
import { BridgeController } from '../tms/controller.ts';
import type { BridgeAnswer, ManagedBridgePort } from '../tms/port.ts';
import { checkLogs, type TraceReport } from '../trace/check.ts';
import { run, start } from './command.ts';
import { test as base, expect } from './scratch.ts';

type Request = ManagedBridgePort['request'];
/** What stands between the controller and the bridge. */
type Between = (request: Request) => Request;

/** Runs a managed bridge's life against an emulated node, and judges that node's own log. */
async function judgedLife(options: { defect?: string; between?: Between } = {}): Promise<TraceReport> {
  const replacements = defects.filter(({ id }) => id === options.defect);
  expect(replacements).toHaveLength(options.defect === undefined ? 0 : 1);
  const api = await startTestApi({ replacements });
  try {
    const direct: Request = async (method, path, body) => {
      const { status, headers, text, xml, location } = await api.request(method, path, body);
      const size = Buffer.byteLength(text);
      return {
        method,
        path,
        status,
        headers: {},
        size,
        body: text,
        ...(xml ? { xml } : {}),
        ...(location && headers ? { location } : {}),
      };
    };
    // the log begins before TMS does
    api.node.cluster.clock.set(new Date('2026-03-03T08:00:00Z'));
    await direct('GET', '/api/v1/system/status');
    api.node.cluster.clock.set(new Date('2026-03-03T09:00:00Z'));
    const surroundings = { pause: (milliseconds: number) => pause(milliseconds), guid: () => randomUUID() };
    const controller = new BridgeController({ request: options.between?.(direct) ?? direct }, { surroundings });
    await live(controller);
    api.node.cluster.clock.set(new Date('2026-03-03T12:00:00Z'));
    await direct('GET', '/api/v1/system/status');
    return checkLogs({ log: api.node.log.since(0).lines.join('\n') }, { strictLowest: true });
  } finally {
    await api.close();
  }
}

async function live(controller: BridgeController): Promise<void> {
  await controller.addDevice();
  expect((await controller.provision({ start: 1, end: 3 })).kind).toBe('provisioned');
  const first = await controller.start({ title: 'Budget & plan', passcode: '0687', dial: ['desk@example.test'] });
  const second = await controller.start({ title: 'Größe' });
  if (first.kind !== 'started') throw new Error(`the first meeting is ${first.kind}`);
  await controller.extend(first.meeting);
  await controller.end(first.meeting);
  if (second.kind === 'started') await controller.end(second.meeting);
  const third = await controller.start({ title: 'Retrospective', dial: ['a@example.test', 'b@example.test'] });
  if (third.kind === 'started') await controller.end(third.meeting);
}

function broken(report: TraceReport): string[] {
  return [...new Set(report.findings.map(({ rule }) => rule))].sort();
}

base('the controller on an emulated bridge leaves a log without finding', async () => {
  const report = await judgedLife();
  expect(report.findings).toEqual([]);
  expect(report.conversations).toMatchObject([{ user: 'admin', meetings: 3 }]);
  const judged = report.rules.filter(({ judged: cases }) => cases > 0).length;
  expect(judged).toBeGreaterThanOrEqual(28);
});

const wrongBridges: [defect: string, rule: string][] = [
  ['tms-trace-body-size-wrong', 'TMS-TRACE-35'],
  ['tms-trace-cuts-long-parameters', 'TMS-TRACE-35'],
  ['tms-trace-without-location', 'TMS-TRACE-33'],
  ['tms-trace-number-repeated', 'TMS-TRACE-34'],
  ['tms-call-created-201', 'TMS-TRACE-33'],
  ['tms-space-put-answers-with-space', 'TMS-TRACE-33'],
  ['tms-call-not-listed', 'TMS-TRACE-20'],
];

for (const [defect, rule] of wrongBridges) {
  base(`a bridge with ${defect} leaves a log with a finding of ${rule}`, async () => {
    expect(broken(await judgedLife({ defect }))).toContain(rule);
  });
}

/** Swallows requests of that kind: the controller believes they succeeded. */
const without =
  (method: string, path: RegExp): Between =>
  (request) =>
  (verb, target, body) => {
    if (verb !== method || !path.test(target)) return request(verb, target, body);
    const answer: BridgeAnswer = { method: verb, path: target, status: 200, headers: {}, size: 0, body: '' };
    return Promise.resolve({ ...answer, xml: readXml('<nothing/>') });
  };
const rewritten =
  (from: RegExp, to: string): Between =>
  (request) =>
  (verb, target, body) =>
    request(verb, target, body?.replace(from, to));

const wrongControllers: [title: string, rule: string, between: Between][] = [
  ['leaves calls undeleted', 'TMS-TRACE-25', without('DELETE', /calls/)],
  ['does not list call legs', 'TMS-TRACE-19', without('GET', /calllegs$/)],
  ['leaves access open', 'TMS-TRACE-24', rewritten(/nonMemberAccess=false&passcode/, 'nonMemberAccess=true&passcode')],
  ['makes no new secret', 'TMS-TRACE-24', rewritten(/&regenerateSecret=true/, '')],
  ['uses one secret', 'TMS-TRACE-14', rewritten(/secret=[0-9a-f-]{36}/, 'secret=5f0e8d55-1f3a-4a62-8d0f-6b8f5a7b5a11')],
  ['names its calls', 'TMS-TRACE-15', rewritten(/^coSpace=\S+$/, '$&&name=x')],
];

for (const [title, rule, between] of wrongControllers) {
  base(`a controller that ${title} leaves a log with a finding of ${rule}`, async () => {
    expect(broken(await judgedLife({ between }))).toContain(rule);
  });
}

base.describe('trace check', () => {
  const recording = join(import.meta.dirname, '../../fixtures/vectors/trace-2.0/api-trace.log');
  const text = readFileSync(recording, 'utf8');

  base('judges a file, a gzipped one, and standard input', async ({ scratch }) => {
    const zipped = join(scratch.path, 'log.gz');
    writeFileSync(zipped, gzipSync(text));
    for (const file of [recording, zipped]) {
      const { code, out, err } = await run(['trace', 'check', file]);
      expect(err).toBe('');
      expect(out).toContain('28 requests, 9 body sizes reproduced, 1 meeting');
      expect(out.trimEnd()).toMatch(/\nCONFORMANT: no finding in what the log shows$/);
      expect(code).toBe(0);
    }
    const piped = start(['trace', 'check', '-', '--json'], {}, undefined, text);
    const { code, out } = await piped.ended;
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ findings: [], conversations: [{ requests: 28 }] });
  });

  base('tells where what was found is, as text, JSON and JUnit', async ({ scratch }) => {
    const [first, second] = [text.slice(0, 9_000), text.slice(9_000)];
    const cut = first.lastIndexOf('\n') + 1;
    const files = [
      scratch.write('log.1', first.slice(0, cut)),
      scratch.write('log', `${first.slice(cut)}${second}`.replace('regenerateSecret=true', 'regenerateSecret=nope')),
    ];
    const [json, junit] = [join(scratch.path, 'report.json'), join(scratch.path, 'junit.xml')];
    const { code, out } = await run(['trace', 'check', ...files, '--json', json, '--junit', junit]);
    expect(code).toBe(1);
    const line =
      readFileSync(files[1] ?? '', 'utf8')
        .split('\n')
        .findIndex((one) => one.includes('9878: PUT')) + 1;
    expect(out).toContain(`${files[1]}:${line}  TMS-TRACE-24  API trace 9878\n    expected: regenerateSecret=true`);
    expect(out.trimEnd()).toMatch(/\nNOT CONFORMANT: 1 finding$/);
    expect(JSON.parse(readFileSync(json, 'utf8'))).toMatchObject({
      findings: [{ rule: 'TMS-TRACE-24', file: files[1], line, trace: 9878 }],
    });
    const suite = readXml(readFileSync(junit, 'utf8')).children[0];
    expect(suite?.attributes).toMatchObject({ failures: '1', errors: '0' });
  });

  base('a log without anything to judge is not green', async ({ scratch }) => {
    const { code, out } = await run(['trace', 'check', scratch.write('log', 'nothing\n')]);
    expect(out.trimEnd()).toMatch(/\nNOTHING JUDGED: /);
    expect(code).toBe(3);
  });

  base('a file that can not be read is wrong usage, in one sentence', async ({ scratch }) => {
    const zipped = join(scratch.path, 'cut.gz');
    writeFileSync(zipped, gzipSync(text).subarray(0, 900));
    for (const [file, reason] of [
      ['/no/such/file', 'there is no such file'],
      [scratch.path, 'it is a directory'],
      [zipped, 'unexpected end of file'],
    ] as const) {
      const { code, out, err } = await run(['trace', 'check', file]);
      expect(code, err).toBe(2);
      expect(err).toBe(`${file} can't be read: ${reason}.\n`);
      expect(out).toBe('');
    }
  });
});
