const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
let last = '';
let lastSeconds = 0;

/**
 * Seconds of a printed time within some leap year: headers have neither year nor time zone. A first record may have lost its
 * first letter.
 */
export function secondsOf(time: string): number {
  if (time === last) return lastSeconds;
  last = time;
  lastSeconds = read(time);
  return lastSeconds;
}

function read(time: string): number {
  const iso = /^\d{4}-/.test(time) ? Date.parse(time) : Number.NaN;
  if (!Number.isNaN(iso)) return iso / 1000;
  const match = /^(\w+) ([ \d]\d) (\d\d):(\d\d):(\d\d(?:\.\d+)?)/.exec(time);
  if (!match) return 0;
  const [, name = '', day, hours, minutes, seconds] = match;
  const month = months.findIndex((one) => one.endsWith(name));
  const days = Date.UTC(2000, month, Number(day)) / 86_400_000;
  return days * 86_400 + Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
}

/** Seconds from one to another; a log that goes over New Year's Eve is no journey back. */
export function elapsed(from: number, to: number): number {
  const seconds = to - from;
  return seconds < -180 * 86_400 ? seconds + 366 * 86_400 : seconds;
}
