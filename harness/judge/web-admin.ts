import { defineJudge, type Finding } from './judge.ts';

/** What a browser shows. */
export interface PageSeen {
  /** Method and path that led there. */
  request: string;
  /** Of the document itself, after redirections. */
  status: number;
  contentType: string;
  /** The text that a reader sees. */
  text: string;
  /** Whether there is a field to type a password in. */
  asksForPassword: boolean;
}

/** The part of a status document that Web Admin shows, too. */
export interface StatusSeen {
  softwareVersion: string;
  uptimeSeconds: number;
  callLegsActive: number;
}

/** `GET /` on the port of the API is a page for browsers (CMS API blueprint, "Accessing the API"). */
export const pageIsForBrowsers = defineJudge(
  'web-admin.page',
  ({ request, status, contentType }: PageSeen): Finding[] => [
    ...(status === 200 ? [] : [{ where: request, expected: 'status 200', observed: String(status) }]),
    ...(/^text\/html\b/i.test(contentType)
      ? []
      : [{ where: request, expected: 'Content-Type text/html', observed: contentType || 'none' }]),
  ],
);

/** After a sign-in, and on the next request too, nobody asks for a password; the cookie that does it is named `session`. */
export const sessionIsHeld = defineJudge(
  'web-admin.session',
  ({ signedIn, next, cookies }: { signedIn: PageSeen; next: PageSeen; cookies: string[] }): Finding[] => [
    ...(signedIn.asksForPassword
      ? [{ where: 'sign-in', expected: 'no question for a password any more', observed: excerpt(signedIn.text) }]
      : []),
    ...(!signedIn.asksForPassword && next.asksForPassword
      ? [{ where: next.request, expected: 'the session to hold', observed: 'it asks for a password again' }]
      : []),
    ...(!signedIn.asksForPassword && !cookies.includes('session')
      ? [{ where: 'cookies', expected: 'one named "session"', observed: cookies.join(', ') || 'none' }]
      : []),
  ],
);

/** Before a sign-in and after a refused one there is a password field, and nothing of the node's status. */
export const signInIsRefused = defineJudge(
  'web-admin.refusal',
  ({ pages, softwareVersion }: { pages: PageSeen[]; softwareVersion: string }): Finding[] =>
    pages.flatMap(({ request, text, asksForPassword }) => [
      ...(asksForPassword ? [] : [{ where: request, expected: 'a field for a password', observed: excerpt(text) }]),
      ...(shows(text, softwareVersion)
        ? [{ where: request, expected: 'no software version', observed: `"${softwareVersion}"` }]
        : []),
    ]),
);

/**
 * The page shows the values of the status document, which was read before and after it. Wording and layout are free: the
 * uptime is what follows that word, in any unit, the call legs are the number beside "active calls" or "active call legs".
 */
export const statusIsShown = defineJudge(
  'web-admin.status',
  ({ page: { text }, before, after }: { page: PageSeen; before: StatusSeen; after: StatusSeen }): Finding[] => {
    const findings: Finding[] = [];
    const wrong = (where: string, expected: string, observed: string) => findings.push({ where, expected, observed });
    if (!shows(text, before.softwareVersion)) wrong('version', `"${before.softwareVersion}"`, excerpt(text));

    const uptime = readUptime(text);
    const range = `${before.uptimeSeconds} to ${after.uptimeSeconds} s`;
    if (!uptime) wrong('uptime', range, excerpt(text));
    else if (
      uptime.seconds <= before.uptimeSeconds - uptime.unit - 1 ||
      uptime.seconds >= after.uptimeSeconds + uptime.unit + 1
    ) {
      wrong('uptime', range, `${uptime.seconds} s`);
    }

    const legs = activeCalls(text);
    const counts = [before.callLegsActive, after.callLegsActive];
    if (legs === null) wrong('active call legs', String(counts[0]), excerpt(text));
    else if (legs < Math.min(...counts) || legs > Math.max(...counts))
      wrong('active call legs', String(counts[0]), String(legs));
    return findings;
  },
);

/** Whether the version stands there as a whole: `3.5` is not shown by `13.5` or `3.51`. */
function shows(text: string, version: string): boolean {
  return new RegExp(`(?<![\\w.])${RegExp.escape(version)}(?![\\w]|\\.\\d)`).test(text);
}

const units = { d: 86_400, h: 3_600, m: 60, s: 1 } as const;

/** The duration beside the word "uptime", with the smallest unit that is told, in seconds. */
function readUptime(text: string): { seconds: number; unit: number } | null {
  const beside = /\buptime\b[^\w\n]*([^\n]{1,80})/i.exec(text)?.[1];
  if (beside === undefined) return null;
  const clock = /(?:(\d+)\s*d(?:ays?)?,?\s+)?(\d+):(\d\d)(?::(\d\d))?/i.exec(beside);
  if (clock) {
    const [, days = '0', hours = '0', minutes = '0', seconds] = clock;
    const whole = Number(days) * units.d + Number(hours) * units.h + Number(minutes) * units.m;
    return { seconds: whole + Number(seconds ?? 0), unit: seconds === undefined ? units.m : units.s };
  }
  const parts = [...beside.matchAll(/(\d+)\s*(d|h|m|s)(?:ays?|ours?|rs?|in(?:ute)?s?|ec(?:ond)?s?)?\b/gi)].map(
    ([, count, unit]) => ({ count: Number(count), unit: units[unit?.toLowerCase() as keyof typeof units] }),
  );
  if (parts.length > 0) {
    return {
      seconds: parts.reduce((sum, { count, unit }) => sum + count * unit, 0),
      unit: Math.min(...parts.map(({ unit }) => unit)),
    };
  }
  const bare = /^\d+/.exec(beside)?.[0];
  return bare === undefined ? null : { seconds: Number(bare), unit: units.s };
}

function activeCalls(text: string): number | null {
  const label = '(?:active\\s+(?:sip\\s+)?calls?(?:\\s*legs?)?|calls?(?:\\s*legs?)?\\s+active)';
  const found = new RegExp(`${label}[^\\w\\n]*\\n?[^\\w\\n]*(\\d+)|(\\d+)[^\\S\\n]+${label}`, 'i').exec(text);
  const digits = found?.[1] ?? found?.[2];
  return digits === undefined ? null : Number(digits);
}

/** The beginning of a page, for a reader. */
function excerpt(text: string): string {
  const flat = text.replace(/\s+/g, ' ').trim();
  return flat === '' ? 'an empty page' : `"${flat.length > 160 ? `${flat.slice(0, 160)} ...` : flat}"`;
}
