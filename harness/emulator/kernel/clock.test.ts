import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { Clock } from './clock.ts';

const minute = 60_000;

/** A clock that stands at a known instant, and the names of what ran, each with the minute at which it ran. */
function started(): { clock: Clock; ran: string[]; at: (minutes: number, name: string) => () => void } {
  const clock = new Clock();
  const start = new Date('2030-01-01T00:00:00Z');
  clock.set(start);
  const ran: string[] = [];
  const note = (name: string) => ran.push(`${name}@${Math.round((clock.now().getTime() - start.getTime()) / minute)}`);
  return { clock, ran, at: (minutes, name) => clock.after(minutes * minute, () => note(name)) };
}

test('it shows the time it was set to, and runs on from there', () => {
  const { clock } = started();
  const seconds = (clock.now().getTime() - Date.parse('2030-01-01T00:00:00Z')) / 1000;
  expect(seconds).toBeGreaterThanOrEqual(0);
  expect(seconds).toBeLessThan(10);
});

test('turned forward, everything due runs first: in its order, each at its own time', () => {
  const { clock, ran, at } = started();
  at(30, 'late');
  at(10, 'early');
  at(90, 'beyond');
  clock.advance(60 * minute);
  expect(ran).toEqual(['early@10', 'late@30']);
  clock.advance(60 * minute);
  expect(ran).toEqual(['early@10', 'late@30', 'beyond@90']);
});

test('what is started by something due is due too, when its time is within the turn', () => {
  const { clock, ran, at } = started();
  clock.after(10 * minute, () => at(10, 'second'));
  clock.after(10 * minute, () => at(100, 'third'));
  clock.advance(60 * minute);
  expect(ran).toEqual(['second@20']);
});

test('what was cancelled does not run, also when something due cancels it in the turn', () => {
  const { clock, ran, at } = started();
  at(10, 'a')();
  const cancel = at(30, 'b');
  clock.after(20 * minute, cancel);
  clock.advance(60 * minute);
  expect(ran).toEqual([]);
});

test('nothing runs twice, nothing runs after stop', () => {
  const { clock, ran, at } = started();
  at(10, 'once');
  clock.advance(20 * minute);
  clock.advance(20 * minute);
  at(10, 'never');
  clock.stop();
  clock.advance(60 * minute);
  expect(ran).toEqual(['once@10']);
});

test('turned back, nothing runs early or is lost', () => {
  const { clock, ran, at } = started();
  at(30, 'a');
  clock.advance(-60 * minute);
  expect(ran).toEqual([]);
  clock.advance(60 * minute);
  expect(ran).toEqual([]);
  clock.advance(31 * minute);
  expect(ran).toEqual(['a@30']);
});

test('without a turn real time does it', async () => {
  const { clock } = started();
  await new Promise<void>((resolve) => clock.after(5, resolve));
});

test('a wait that is longer than a timer can hold is not due at once', async () => {
  const { clock, ran, at } = started();
  const warnings: string[] = [];
  const listen = ({ name }: Error) => void warnings.push(name);
  process.on('warning', listen);
  at(60 * 24 * 60, 'in sixty days');
  await new Promise<void>((resolve) => clock.after(5, resolve));
  process.off('warning', listen);
  expect(ran).toEqual([]);
  expect(warnings).toEqual([]);
  clock.advance(60 * 24 * 60 * minute);
  expect(ran).toHaveLength(1);
});

test('however the turns are cut, the same runs in the same order', () => {
  const delays = fc.array(fc.integer({ min: 1, max: 500 }), { maxLength: 8 });
  const turns = fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(delays, turns, (wanted, cuts) => {
      const whole = started();
      const cut = started();
      for (const [index, delay] of wanted.entries()) for (const one of [whole, cut]) one.at(delay, `t${index}`);
      whole.clock.advance(cuts.reduce((sum, part) => sum + part, 0) * minute + 1000);
      for (const part of cuts) cut.clock.advance(part * minute);
      cut.clock.advance(1000);
      for (const { clock } of [whole, cut]) clock.stop();
      expect(cut.ran).toEqual(whole.ran);
    }),
    { numRuns: 200 },
  );
});

test('a frozen clock stands still, and runs what is due when it is set', async () => {
  const clock = new Clock();
  clock.freeze();
  clock.set(new Date('2026-01-01T00:00:00Z'));
  const ran: string[] = [];
  clock.after(1, () => ran.push(clock.now().toISOString()));
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(clock.now().toISOString()).toBe('2026-01-01T00:00:00.000Z');
  expect(ran).toEqual([]);
  clock.set(new Date('2026-01-01T00:00:02Z'));
  expect(ran).toEqual(['2026-01-01T00:00:00.001Z']);
  expect(clock.now().toISOString()).toBe('2026-01-01T00:00:02.000Z');
});
