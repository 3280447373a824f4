import { expect, test } from '@playwright/test';
import { MemoryBridge } from '../../tms/testing.ts';
import { type Replacement, variant } from '../policies/index.ts';
import { buildNode } from '../testing.ts';
import { Runner } from './runner.ts';
import type { BridgeSystem, Conference, ConferenceBook } from './types.ts';

type Change = { before: Conference | null; after: Conference };

/** The book as a client changes it. */
class Book implements ConferenceBook {
  readonly #conferences = new Map<number, Conference>();
  readonly #listeners: ((change: Change) => void)[] = [];

  get(id: number): Conference | undefined {
    return this.#conferences.get(id);
  }

  all(): Conference[] {
    return [...this.#conferences.values()].filter(({ status }) => status !== 'Deleted');
  }

  update(id: number, changes: Partial<Conference>): void {
    this.#conferences.set(id, { ...(this.#conferences.get(id) as Conference), ...changes });
  }

  onChange(listener: (change: Change) => void): void {
    this.#listeners.push(listener);
  }

  change(id: number, changes: Partial<Conference>): void {
    const before = this.#conferences.get(id) ?? null;
    this.update(id, changes);
    for (const listener of this.#listeners) listener({ before, after: this.#conferences.get(id) as Conference });
  }
}

const system: BridgeSystem = {
  id: 1,
  address: 'one',
  username: 'tms',
  password: 'one-password',
  name: 'one',
  domain: 'example.test',
  numericIdBase: 1,
  numericIdQuantity: 3,
  alternate: { address: 'two', username: 'other', password: 'two-password' },
  discovered: ['one', 'two', 'three'].map((name) => ({ name, address: `https://${name}`, primary: name === 'one' })),
  callProfile: 'cp',
  callLegProfile: 'clp',
  parameterSet: 'ps',
  tickets: [],
};

interface Sent {
  to: string;
  as: string;
  request: string;
  body: string;
}

/** TMS with three bridges of one cluster in memory; `answersLeft` of a bridge counts down to its failure. */
function bench(options: { replacements?: Replacement[]; alternate?: boolean } = {}) {
  const { cluster } = buildNode({ replacements: options.replacements ?? [] });
  cluster.clock.freeze();
  const shared = new MemoryBridge();
  for (const n of [1, 2, 3]) {
    const space = { name: `TMS_Scheduled_Meeting_${n}`, uri: String(n), callId: String(n) };
    shared.spaces.set(`space-${n}`, space);
  }
  const bridges = new Map(['one', 'two', 'three'].map((name) => [name, new MemoryBridge(shared.spaces)]));
  const answersLeft = new Map([...bridges.keys()].map((name) => [name, Number.POSITIVE_INFINITY]));
  const sent: Sent[] = [];
  const systems = [{ ...system, alternate: options.alternate === false ? null : system.alternate }];
  const conferences = new Book();
  const parts = {
    cluster,
    systems: { all: () => systems, get: (id: number) => systems.find((one) => one.id === id) },
    conferences,
    connect: ({ address, username }: { address: string; username: string }) => ({
      request: async (method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: string) => {
        const left = (answersLeft.get(address) ?? 0) - 1;
        answersLeft.set(address, left);
        if (left < 0) throw new Error(`${address} did not answer`);
        sent.push({
          to: address,
          as: username,
          request: `${method} ${path.replace('/api/v1/', '')}`,
          body: body ?? '',
        });
        return (bridges.get(address) as MemoryBridge).request(method, path, body);
      },
      close: () => {},
    }),
  };
  const start = cluster.clock.now().getTime() + 600_000;
  let ids = 0;
  let runner = new Runner(parts);
  return {
    cluster,
    bridges,
    answersLeft,
    sent,
    systems,
    conferences,
    spaces: shared.spaces,
    runner: () => runner,
    restart: async () => {
      await runner.stop();
      runner = new Runner(parts);
      await cluster.activities.settled();
    },
    /** Turns the clock to so many minutes after the start of the first conference. */
    at: async (minutes: number) => {
      cluster.clock.set(new Date(start + minutes * 60_000));
      await cluster.activities.settled();
    },
    book: (changes: Partial<Conference> = {}, from = 0, until = 30): number => {
      ids += 1;
      conferences.change(ids, {
        id: ids,
        title: `Conference ${ids}`,
        start: new Date(start + from * 60_000),
        end: new Date(start + until * 60_000),
        password: '',
        type: 'Automatic Call Launch',
        showExtendOption: 'Default',
        participants: [],
        status: 'Pending',
        slot: null,
        ...changes,
      });
      return ids;
    },
    change: async (id: number, changes: Partial<Conference>) => {
      conferences.change(id, changes);
      await cluster.activities.settled();
    },
    minutes: (n: number) => new Date(start + n * 60_000),
    writes: (to?: string) =>
      sent
        .filter((one) => !one.request.startsWith('GET') && (to === undefined || one.to === to))
        .map(({ request, to: address }) => `${address} ${request.replace(/0{8}-[-0-9]+/, '<id>')}`),
  };
}

test('a conference starts, dials its participants and ends when it is time', async () => {
  const { at, book, conferences, writes, sent, spaces } = bench();
  const id = book({
    title: "Anna's & Bob",
    password: '0687',
    participants: [
      { id: 1, nameOrNumber: 'desk@example.test', callType: 'SIP ->' },
      { id: 2, nameOrNumber: 'guest@example.test', callType: 'SIP <-' },
    ],
  });
  await at(-1);
  expect(sent).toEqual([]);
  await at(0);
  expect(conferences.get(id)).toMatchObject({ status: 'Ongoing', slot: 1 });
  expect(spaces.get('space-1')).toMatchObject({ name: "Anna's & Bob", passcode: '0687', nonMemberAccess: 'true' });
  await at(30);
  expect(conferences.get(id)).toMatchObject({ status: 'Finished' });
  expect(spaces.get('space-1')).toMatchObject({ name: 'TMS_Scheduled_Meeting_1', passcode: '' });
  expect(writes()).toEqual([
    'one PUT cospaces/space-1',
    'one POST calls',
    'one POST calls/<id>/calllegs',
    'one PUT cospaces/space-1',
    'one DELETE calls/<id>',
  ]);
});

test('a clock that is turned over a whole day holds every conference in order', async () => {
  const { at, book, conferences, writes } = bench();
  const ids = [book({}, 0, 30), book({}, 30, 60), book({}, 15, 45)];
  await at(24 * 60);
  expect(ids.map((id) => conferences.get(id)?.status)).toEqual(['Finished', 'Finished', 'Finished']);
  expect(ids.map((id) => conferences.get(id)?.slot)).toEqual([1, 1, 2]);
  expect(writes().filter((write) => write.includes('space-1'))).toHaveLength(4);
});

test('what ends comes before what starts at the same instant on the same slot', async () => {
  const { at, book, systems, writes } = bench();
  if (systems[0]) systems[0].numericIdQuantity = 1;
  book({ title: 'Second' }, 30, 60);
  book({ title: 'First' }, 0, 30);
  await at(30);
  expect(writes()).toEqual([
    'one PUT cospaces/space-1',
    'one POST calls',
    'one PUT cospaces/space-1',
    'one DELETE calls/<id>',
    'one PUT cospaces/space-1',
    'one POST calls',
  ]);
});

test('a changed end is told by the same PUT, and the conference ends at the new one', async () => {
  const { at, book, change, minutes, conferences, sent } = bench();
  const id = book();
  await at(0);
  await change(id, { end: minutes(45) });
  await at(44);
  expect(conferences.get(id)?.status).toBe('Ongoing');
  const puts = sent.filter(({ request }) => request.startsWith('PUT'));
  expect(puts.map(({ body }) => body)).toEqual([puts[0]?.body, puts[0]?.body]);
  await at(45);
  expect(conferences.get(id)?.status).toBe('Finished');
});

test('an automatic extension: by 15 minutes at a time, while somebody is connected and the slot is free', async () => {
  const { at, book, bridges, conferences, writes, minutes } = bench();
  const participants = [{ id: 1, nameOrNumber: 'desk@example.test', callType: 'SIP ->' }];
  const id = book({ showExtendOption: 'AutomaticBestEffort', participants });
  await at(0);
  const legs = bridges.get('one')?.legs ?? new Map();
  for (const leg of legs.values()) leg.state = 'connected';
  await at(25);
  expect(conferences.get(id)?.end).toEqual(minutes(45));
  expect(writes().filter((write) => write.includes('PUT'))).toHaveLength(2);
  legs.clear();
  await at(60);
  expect(conferences.get(id)).toMatchObject({ status: 'Finished', end: minutes(45) });
});

test('an automatic extension is at most sixteen, and none where the slot is promised', async () => {
  const { at, book, bridges, conferences, minutes, systems } = bench();
  if (systems[0]) systems[0].numericIdQuantity = 1;
  const participants = [{ id: 1, nameOrNumber: 'desk@example.test', callType: 'SIP ->' }];
  const id = book({ showExtendOption: 'AutomaticBestEffort', participants });
  await at(0);
  for (const leg of bridges.get('one')?.legs.values() ?? []) leg.state = 'connected';
  await at(24 * 60);
  expect(conferences.get(id)?.end).toEqual(minutes(30 + 16 * 15));

  const later = book({ showExtendOption: 'AutomaticBestEffort', participants }, 2000, 2030);
  book({}, 2040, 2050);
  await at(2000);
  for (const leg of bridges.get('one')?.legs.values() ?? []) leg.state = 'connected';
  await at(2030);
  expect(conferences.get(later)).toMatchObject({ status: 'Finished', end: minutes(2030) });
});

test('ended by hand, deleted while under way, deleted before, defective', async () => {
  const { at, book, change, writes } = bench();
  const [first, second, third] = [book(), book(), book()];
  book({ status: 'Defective' });
  await change(third, { status: 'Deleted' });
  await at(0);
  expect(writes().filter((write) => write.endsWith('POST calls'))).toHaveLength(2);
  await change(first, { status: 'Finished' });
  await change(second, { status: 'Deleted' });
  expect(writes().filter((write) => write.includes('DELETE'))).toHaveLength(2);
  const all = writes().length;
  await at(60);
  expect(writes()).toHaveLength(all);
});

test('where no slot is free a conference waits, and never gets a busy one', async () => {
  const { at, book, conferences, systems, writes } = bench();
  if (systems[0]) systems[0].numericIdQuantity = 1;
  book({}, 0, 30);
  const waiting = book({}, 10, 60);
  await at(10);
  expect(conferences.get(waiting)?.status).toBe('Pending');
  await at(31);
  await at(32);
  expect(conferences.get(waiting)).toMatchObject({ status: 'Ongoing', slot: 1 });
  expect(new Set(writes())).not.toContain('one PUT cospaces/space-2');
});

test('free slots are those that nobody needs at that time', async () => {
  const { book, runner, minutes, systems } = bench();
  const free = (from: number, until: number) => runner().slotsFree(minutes(from), minutes(until));
  expect(free(0, 30)).toEqual([1, 2, 3]);
  book({ slot: 2 }, 0, 30);
  expect(free(15, 45)).toEqual([1, 3]);
  expect(free(30, 45)).toEqual([1, 2, 3]);
  book({}, 0, 30);
  expect(free(0, 30)).toHaveLength(1);
  systems.length = 0;
  expect(free(0, 30)).toBeNull();
});

test('after a restart what runs is still known, and what was missed meanwhile is done', async () => {
  const { at, book, cluster, conferences, minutes, restart, runner, writes } = bench();
  const id = book();
  const next = book({}, 40, 60);
  await at(10);
  await runner().stop();
  cluster.clock.set(minutes(45));
  await restart();
  expect(conferences.get(id)?.status).toBe('Finished');
  expect(conferences.get(next)).toMatchObject({ status: 'Ongoing', slot: 1 });
  expect(writes()).toEqual([
    'one PUT cospaces/space-1',
    'one POST calls',
    'one PUT cospaces/space-1',
    'one DELETE calls/<id>',
    'one PUT cospaces/space-1',
    'one POST calls',
  ]);
});

test('a failed bridge: what starts then is held on the alternate with its credentials, what runs stays', async () => {
  const { at, book, answersLeft, conferences, sent, writes } = bench();
  book();
  const second = book({}, 10, 40);
  await at(0);
  answersLeft.set('one', 0);
  await at(10);
  expect(conferences.get(second)).toMatchObject({ status: 'Ongoing', slot: 2 });
  expect(writes('two')).toEqual(['two PUT cospaces/space-2', 'two POST calls']);
  expect(new Set(sent.filter(({ to }) => to === 'two').map(({ as }) => as))).toEqual(new Set(['other']));
  expect(sent.some(({ to }) => to === 'three')).toBe(false);
});

test('without an alternate a failed bridge is waited for', async () => {
  const { at, book, answersLeft, conferences, sent } = bench({ alternate: false });
  const id = book();
  answersLeft.set('one', 0);
  await at(5);
  expect(sent).toEqual([]);
  expect(conferences.get(id)?.status).toBe('Pending');
  answersLeft.set('one', 1000);
  await at(6);
  expect(conferences.get(id)?.status).toBe('Ongoing');
});

test('a bridge that never came back costs a conference its time', async () => {
  const { at, book, answersLeft, conferences, sent } = bench({ alternate: false });
  const id = book();
  answersLeft.set('one', 0);
  await at(24 * 60);
  expect(sent).toEqual([]);
  expect(conferences.get(id)?.status).toBe('Finished');
});

for (let answers = 0; answers < 9; answers += 1) {
  test(`a bridge that fails after ${answers} requests of a start: one call in all, on one slot`, async () => {
    const { at, book, answersLeft, conferences, writes, spaces } = bench();
    const id = book({ participants: [{ id: 1, nameOrNumber: 'desk@example.test', callType: 'SIP ->' }] });
    answersLeft.set('one', answers);
    await at(0);
    expect(conferences.get(id)).toMatchObject({ status: 'Ongoing', slot: 1 });
    const calls = writes().filter((write) => write.endsWith('POST calls'));
    // S1, S2, S3, S4 and S5 are the first five
    expect(calls).toEqual([answers < 5 ? 'two POST calls' : 'one POST calls']);
    answersLeft.set('one', 1000);
    await at(31);
    await at(32);
    expect(conferences.get(id)?.status).toBe('Finished');
    expect(spaces.get('space-1')?.name).toBe('TMS_Scheduled_Meeting_1');
    expect([...writes()].filter((write) => write.includes('DELETE'))).toHaveLength(1);
  });
}

for (let answers = 0; answers < 6; answers += 1) {
  test(`a bridge that fails after ${answers} requests of an end: the slot is reset once it is back`, async () => {
    const { at, book, answersLeft, conferences, writes, spaces } = bench();
    const id = book();
    await at(0);
    answersLeft.set('one', answers);
    await at(30);
    expect(conferences.get(id)?.status).toBe('Finished');
    answersLeft.set('one', 1000);
    await at(31);
    expect(spaces.get('space-1')?.name).toBe('TMS_Scheduled_Meeting_1');
    expect(writes()).toEqual([
      'one PUT cospaces/space-1',
      'one POST calls',
      'one PUT cospaces/space-1',
      'one DELETE calls/<id>',
    ]);
  });
}

test('early join opens the slot five minutes before, a patient TMS fails over after three attempts, one that stays does', async () => {
  const early = bench({
    replacements: [
      variant({ id: 'a', title: '', policy: 'conference.opensAt', with: (start) => start.getTime() - 300_000 }),
    ],
  });
  early.book();
  await early.at(-5);
  expect(early.writes()).toHaveLength(2);

  const patient = bench({
    replacements: [
      variant({
        id: 'b',
        title: '',
        policy: 'failover.policy',
        with: () => ({ failuresUntilFailed: 3, failBack: 'never' as const }),
      }),
    ],
  });
  patient.book();
  patient.answersLeft.set('one', 0);
  await patient.at(0);
  await patient.at(0.6);
  expect(patient.writes()).toEqual([]);
  await patient.at(1.2);
  expect(patient.writes('two')).toHaveLength(2);
  patient.answersLeft.set('one', 1000);
  patient.book({}, 10, 20);
  await patient.at(10);
  expect(patient.writes('two')).toHaveLength(4);
});
