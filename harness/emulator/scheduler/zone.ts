/** Local times have the form `2026-03-29T10:00:00`, without offset; zones are IANA names. */
const formatters = new Map<string, Intl.DateTimeFormat>();
/** Offsets by zone and quarter of an hour: no zone changes within one. */
const offsets = new Map<string, Map<number, number>>();
const quarter = 15 * 60 * 1000;
const mostOffsets = 100_000;

/** Whether this machine knows a time zone of this name. */
export function isTimeZone(name: string): boolean {
  // an offset such as `+01:00` is accepted by Intl, but names no zone
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    formatter(name);
    return true;
  } catch {
    return false;
  }
}

/** Whether a text is a local time of a day that exists: `2026-03-29T10:00:00`. */
export function isLocalTime(text: string): boolean {
  const instant = new Date(`${text}Z`);
  return !Number.isNaN(instant.getTime()) && instant.toISOString().slice(0, 19) === text;
}

/** Milliseconds by which a zone is ahead of UTC at an instant. */
export function offsetAt(instant: Date, zone: string): number {
  const known = offsets.get(zone) ?? new Map<number, number>();
  offsets.set(zone, known);
  const at = Math.floor(instant.getTime() / quarter);
  let offset = known.get(at);
  if (offset === undefined) {
    const parts = formatter(zone).formatToParts(at * quarter);
    const value = (type: string) => Number(parts.find((part) => part.type === type)?.value);
    const local = Date.UTC(
      value('year'),
      value('month') - 1,
      value('day'),
      value('hour'),
      value('minute'),
      value('second'),
    );
    offset = local - at * quarter;
    if (known.size >= mostOffsets) known.clear();
    known.set(at, offset);
  }
  return offset;
}

/**
 * The instant of a local time. Of a time that occurs twice the first one; a time that is left out counts with the offset
 * before the change (RFC 5545, 3.3.5).
 */
export function instantOf(local: string, zone: string): Date {
  const wall = Date.parse(`${local}Z`);
  const day = 24 * 60 * 60 * 1000;
  const before = wall - offsetAt(new Date(wall - day), zone);
  const after = wall - offsetAt(new Date(wall + day), zone);
  const fits = (instant: number) => instant + offsetAt(new Date(instant), zone) === wall;
  return new Date(!fits(before) && fits(after) ? after : before);
}

/** The local time of an instant. */
export function localOf(instant: Date, zone: string): string {
  return new Date(instant.getTime() + offsetAt(instant, zone)).toISOString().slice(0, 19);
}

function formatter(zone: string): Intl.DateTimeFormat {
  const known = formatters.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-u-ca-gregory-nu-latn', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formatters.set(zone, made);
  return made;
}
