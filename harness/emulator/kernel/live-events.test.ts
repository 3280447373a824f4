import { expect, test } from '@playwright/test';
import { type LiveEvent, LiveEvents } from './live-events.ts';

const started: LiveEvent = { kind: 'callStarted', id: 'c1', fields: { name: 'n' } };
const ended: LiveEvent = { kind: 'callEnded', id: 'c1', fields: { name: 'n' } };

test('everybody who listens is told, in order, until they listen no more', () => {
  const events = new LiveEvents();
  const [first, second]: [LiveEvent[], LiveEvent[]] = [[], []];
  events.listen((event) => first.push(event));
  const stop = events.listen((event) => second.push(event));
  events.tell(started);
  stop();
  events.tell(ended);
  expect(first).toEqual([started, ended]);
  expect(second).toEqual([started]);
});
