const form = /^(\d{4})-(\d\d)-(\d\d)[ T](\d\d):(\d\d):(\d\d)(?:\.\d+)?Z$/;

/** A time as the Booking API writes it: `yyyy-MM-dd HH:mm:ssZ` (facts: tms 5.4). */
export function timeText(time: Date): string {
  return time
    .toISOString()
    .replace('T', ' ')
    .replace(/\.\d+Z$/, 'Z');
}

/** The instant that such a text names, with a blank or a `T`; null when it doesn't end in `Z` or is no time. */
export function readTime(text: string): Date | null {
  const match = form.exec(text.trim());
  if (!match) return null;
  const time = new Date(text.trim().replace(' ', 'T'));
  // 31 February is no day
  return Number.isNaN(time.getTime()) || time.getUTCDate() !== Number(match[3]) ? null : time;
}

/** An `xs:dateTime`, as lists are asked by; `offsetMinutes` holds where the text names no zone. Null when it is none. */
export function readDateTime(text: string, offsetMinutes: number): Date | null {
  const zoned = /(Z|[+-]\d\d:\d\d)$/.test(text.trim());
  const time = new Date(zoned ? text.trim() : `${text.trim()}Z`);
  if (!/^\d{4}-\d\d-\d\dT/.test(text.trim()) || Number.isNaN(time.getTime())) return null;
  return zoned ? time : new Date(time.getTime() - offsetMinutes * 60_000);
}
