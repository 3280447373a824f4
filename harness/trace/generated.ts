import { guidOf, LogWriter } from './testing.ts';

/** Foreign lines of a busy node, as documents show them. */
const foreign = [
  'user.info node1 host:server:  INFO : call 1187: incoming SIP call from "sip:room.12@example.test" to local URI "sip:budget@example.test"',
  'user.info node1 host:server:  INFO : call 1187: setting up UDT RTP session for DTLS (combined media and control)',
  'user.info node1 host:server:  INFO : call 1187: compensating for far end not matching payload types',
  'local0.info node1 host:server:  INFO : participant "room.12@example.test" joined space 458075bc-6def-4052-8ed6-b1192d6e6b35 (Budget)',
  'user.info node1 host:server:  INFO : conference "Budget": unencrypted call legs now present',
  'user.warning node1 host:server:  WARNING : call 1186: ICE failure; relay candidate creation timeout',
  'user.info node1 authp:  re-registration from server "callbridge-node1" (198.51.100.7) accepted',
  'daemon.info node1 webbridge3:  INFO : request GET /api/ping completed in 3 ms',
];
const cycleSeconds = 1200;
const mark = '\u0001';

/**
 * The log of a node on which TMS holds one meeting after the other, with as many lines of other kinds as of the trace. Yields
 * pieces; numbers, times, secrets and calls go on from piece to piece.
 */
export function* generatedLog(bytes: number): Generator<string> {
  const head = withForeign(new LogWriter({ at: 0 }).poll().wait(3600).add().wait(60).provision().print(), 0);
  yield head;
  const template = cycle();
  for (let made = head.length, turn = 0; made < bytes; turn += 1) {
    const piece = withForeign(renumbered(template, turn), turn);
    made += piece.length;
    yield piece;
  }
}

/** One meeting with what TMS asks in between; `mark` stands around what changes from turn to turn. */
function cycle(): string[] {
  const writer = new LogWriter({ at: 0, first: 0 });
  writer.start(1, 'Budget review', 1, ['desk@example.test', 'room@example.test']);
  for (let poll = 0; poll < 20; poll += 1) writer.wait(30).status().participants().spaces().calls();
  writer.open(1, 'Budget review', 1).wait(30).end(1);
  const text = writer
    .print()
    .replaceAll(guidOf(201), `${mark}call`)
    .replaceAll(guidOf(701), `${mark}secret`)
    .replaceAll(/a0000000-0000-4000-8000-0000000005(\d\d)/g, `${mark}leg$1`)
    .replaceAll(/API trace (\d+)/g, `API trace ${mark}$1${mark}`)
    .replaceAll(
      /^Mar {2}3 (\d\d):(\d\d):(\d\d)/gm,
      (_, hours, minutes, seconds) => `${mark}${+hours * 3600 + +minutes * 60 + +seconds}${mark}`,
    );
  return text.split(mark);
}

function renumbered(parts: readonly string[], turn: number): string {
  const guid = (kind: string) => `${String(turn).padStart(8, '0')}-${kind}-4000-8000-000000000000`;
  return parts
    .map((part, at) => {
      if (at === 0) return part;
      if (part.startsWith('call')) return guid('ca11') + part.slice(4);
      if (part.startsWith('secret')) return guid('5ec7') + part.slice(6);
      if (part.startsWith('leg')) return guid(`1e${part.slice(3, 5)}`) + part.slice(5);
      return part;
    })
    .map((part, at) => (/^\d+$/.test(part) ? counted(part, parts[at - 1] ?? '', turn) : part))
    .join('');
}

/** A number of the trace, or a time: which one tells what stands before it. */
function counted(part: string, before: string, turn: number): string {
  const number = Number(part);
  if (before.endsWith('API trace ')) return String(5_000 + turn * 1_000 + number);
  const at = 7200 + turn * cycleSeconds + number;
  const day = Math.floor(at / 86_400);
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  const date = new Date(Date.UTC(2001, 0, 1 + (day % 365))).toUTCString();
  return `${date.slice(8, 11)} ${date.slice(5, 7).replace(/^0/, ' ')} ${two((at % 86_400) / 3600)}:${two((at / 60) % 60)}:${two(at % 60)}`;
}

function withForeign(text: string, turn: number): string {
  let number = turn;
  return text.replaceAll(/^(\S+ [ \d]\d \S+) .*\n/gm, (line, time: string) => {
    number += 1;
    return `${line}${time} ${foreign[number % foreign.length]}\n`;
  });
}
