import { randomUUID } from 'node:crypto';
import { Repository } from '../emulator/api/repository.ts';
import { MeetingBook } from '../emulator/scheduler/meetings.ts';
import { MeetingsApi } from '../emulator/scheduler/meetings-api.ts';
import { benchNode } from './bench-node.ts';

const meetings = 10_000;
const rounds = 5;
const window = new URLSearchParams({
  fromTime: '2026-03-01T00:00:00Z',
  untilTime: '2026-04-01T00:00:00Z',
  maxMeetings: String(meetings),
});

/** Milliseconds that a scheduler takes to list 10 000 meetings of a month, and to write the same answer as JSON alone; the medians. */
export function measureListing(): { listing: number; bare: number; bytes: number } {
  const node = benchNode(null);
  fill(MeetingBook.of(node), Repository.of(node.cluster.store));
  const api = new MeetingsApi(node, () => {});
  const [listing, bare]: [number[], number[]] = [[], []];
  let bytes = 0;
  // the first round warms up
  for (let round = 0; round <= rounds; round += 1) {
    const begun = performance.now();
    const { status, json } = api.answer({ method: 'GET', id: null, query: window, body: '' });
    const body = JSON.stringify(json);
    const listed = performance.now();
    JSON.stringify(JSON.parse(body));
    const written = performance.now();
    if (status !== 200 || (json as unknown[]).length !== meetings) throw new Error(`the listing failed: ${status}`);
    bytes = body.length;
    if (round > 0) listing.push(listed - begun);
    if (round > 0) bare.push(written - listed);
  }
  node.cluster.store.close();
  return { listing: median(listing), bare: median(bare), bytes };
}

/** One meeting in each space, spread over the month's hours and four time zones. */
function fill(book: MeetingBook, objects: Repository): void {
  const zones = ['Europe/Oslo', 'America/New_York', 'Asia/Kolkata', 'UTC'] as const;
  objects.atomically(() => {
    for (let n = 0; n < meetings; n += 1) {
      const day = String(2 + (n % 28)).padStart(2, '0');
      const hour = String(6 + (n % 12)).padStart(2, '0');
      book.create({
        coSpace: randomUUID(),
        temporary: false,
        summary: `Meeting ${n}`,
        description: null,
        dtStart: `2026-03-${day}T${hour}:00:00`,
        dtEnd: `2026-03-${day}T${hour}:30:00`,
        timeZone: zones[n % zones.length] as string,
        rrule: null,
        isFullDayMeeting: false,
        attendees: [],
      });
    }
  });
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
