import { pkiListTitle, unknownCommandPrefix } from '../protocol/mmp/components.ts';
import { type ListingEntry, parseHelp, parseListing } from '../protocol/mmp/listing.ts';
import {
  type SchedulerCheck,
  schedulerChecks,
  schedulerEnabledLine,
  schedulerEnableLines,
  schedulerHelpTitle,
  schedulerListingKeys,
  schedulerStatusLines,
  schedulerUsage,
} from '../protocol/mmp/scheduler.ts';
import { compareVersions } from '../protocol/platform.ts';
import { defineJudge, type Finding } from './judge.ts';

/** The lines that one command printed. */
export interface Printed {
  lines: string[];
}

/** A key of the scheduler's listing. */
export type SchedulerKey = (typeof schedulerListingKeys)[number];
export type ListedValues = Partial<Record<SchedulerKey, string>>;

/** Title and heading of `help scheduler` (document 217367, "Configure"); blank lines don't count. */
export const helpIsTitled = defineJudge('scheduler.help.title', ({ lines }: Printed): Finding[] => {
  const title = parseHelp(lines)?.title;
  if (title === schedulerHelpTitle) return [];
  const expected = `"${schedulerHelpTitle}" and then "Usage:"`;
  return [{ where: 'help scheduler', expected, observed: title === undefined ? 'no line "Usage:"' : `"${title}"` }];
});

/** The usage lines of `help scheduler`: each documented one once; no other ones on 3.3, whose help is documented. */
export const helpIsComplete = defineJudge(
  'scheduler.help.lines',
  ({ lines, softwareVersion }: Printed & { softwareVersion: string }): Finding[] => {
    const usage = parseHelp(lines)?.usage ?? [];
    const known = new Set<string>(schedulerUsage);
    const extra = compareVersions(softwareVersion, '3.3') > 0 ? [] : usage.filter((line) => !known.has(line));
    return [
      ...schedulerUsage.flatMap((line) => {
        const times = usage.filter((other) => other === line).length;
        return times === 1 ? [] : [{ where: 'help scheduler', expected: `"${line}" once`, observed: `${times} times` }];
      }),
      ...extra.map((line) => ({
        where: 'help scheduler',
        expected: 'only the 24 documented lines',
        observed: `"${line}"`,
      })),
    ];
  },
);

/** The documented usage lines stand in their documented order; other lines may stand between them. */
export const helpIsOrdered = defineJudge('scheduler.help.order', ({ lines }: Printed): Finding[] =>
  outOfOrder(parseHelp(lines)?.usage ?? [], schedulerUsage, 'help scheduler'),
);

/** The prompt is a host name, `>` and one blank, the same after each command (document 217367, all transcripts). */
export const promptIsHostName = defineJudge('mmp.prompt', ({ prompts }: { prompts: string[] }): Finding[] =>
  prompts.flatMap((prompt, index) => {
    const wrong = !/^[\w.-]+> $/.test(prompt) || prompt !== prompts[0];
    const expected = index === 0 ? 'a host name, ">" and one blank' : `"${prompts[0]}" again`;
    return wrong ? [{ where: `prompt ${index + 1}`, expected, observed: JSON.stringify(prompt) }] : [];
  }),
);

/** `pki list` prints its title and each of the uploaded files on a line (document 217320). */
export const filesAreListed = defineJudge(
  'mmp.pki.list',
  ({ lines, files }: Printed & { files: string[] }): Finding[] => {
    const texts = lines.map((line) => line.trim());
    return [pkiListTitle, ...files]
      .filter((text) => !texts.includes(text))
      .map((text) => ({ where: 'pki list', expected: `a line "${text}"`, observed: quoted(texts) }));
  },
);

/** The listing has each documented key once (document 217367, "Scheduler enabled on CMS 1"). More keys may be there. */
export const listingHasKeys = defineJudge('scheduler.listing.keys', ({ lines }: Printed): Finding[] => {
  const keys = parseListing(lines).map(({ key }) => key);
  return schedulerListingKeys.flatMap((key) => {
    const times = keys.filter((other) => other === key).length;
    const observed = times === 0 ? `none, the keys are ${quoted(keys)}` : `${times} times`;
    return times === 1 ? [] : [{ where: 'scheduler', expected: `a line "${key} : ..." once`, observed }];
  });
});

/** The documented keys stand in their documented order. */
export const listingIsOrdered = defineJudge('scheduler.listing.order', ({ lines }: Printed): Finding[] =>
  outOfOrder(
    parseListing(lines).map(({ key }) => key),
    schedulerListingKeys,
    'scheduler',
  ),
);

/** The listing shows these values. */
export const listingShows = defineJudge(
  'scheduler.listing.values',
  ({ lines, values }: Printed & { values: ListedValues }): Finding[] => {
    const entries = parseListing(lines);
    return Object.entries(values).flatMap(([key, value]) => differing(entries, key, value));
  },
);

/**
 * Of the documented lines only those named in `values` differ between two listings, and they have these values.
 * Lines named in `apart` are not looked at.
 */
export const listingChangesTo = defineJudge(
  'scheduler.listing.change',
  (observed: { before: string[]; after: string[]; values: ListedValues; apart?: SchedulerKey[] }): Finding[] => {
    const [before, after] = [parseListing(observed.before), parseListing(observed.after)];
    const { values, apart = [] } = observed;
    return schedulerListingKeys
      .filter((key) => !apart.includes(key))
      .flatMap((key) => differing(after, key, values[key] ?? listedValue(before, key)));
  },
);

/** Each command printed nothing (document 217367, "Scheduler configured on CMS 1"). */
export const commandsAreSilent = defineJudge(
  'scheduler.setters.silent',
  ({ answers }: { answers: (Printed & { command: string })[] }): Finding[] =>
    answers.flatMap(({ command, lines }) =>
      lines.some((line) => line.trim() !== '')
        ? [{ where: command, expected: 'no output', observed: quoted(lines) }]
        : [],
    ),
);

/**
 * Each command was taken: no `Unknown command`, no `FAILURE` and no usage text. What a command prints when it succeeds
 * is not documented, so anything else is fine.
 */
export const commandsAreTaken = defineJudge(
  'scheduler.setters.taken',
  ({ answers }: { answers: (Printed & { command: string })[] }): Finding[] =>
    answers.flatMap(({ command, lines }) => {
      const refusal = lines.find((line) => refused.test(line.trim()));
      return refusal === undefined
        ? []
        : [{ where: command, expected: 'a command that is taken', observed: quoted([refusal]) }];
    }),
);
const refused = new RegExp(`^(${unknownCommandPrefix}|FAILURE\\b|Usage:)`);

/** `scheduler enable` printed the five documented lines and nothing else (document 217367, "Scheduler configured on CMS 1"). */
export const enableSucceeds = defineJudge('scheduler.enable.success', ({ lines }: Printed): Finding[] =>
  linesAre(lines, schedulerEnableLines, 'scheduler enable'),
);

/** `scheduler enable` succeeded: it printed lines beginning `SUCCESS` and none beginning `FAILURE` (document 213821). */
export const enableIsAccepted = defineJudge('scheduler.enable.accepted', ({ lines }: Printed): Finding[] => {
  const outcomes = outcomeLines(lines);
  if (outcomes.length > 0 && outcomes.every((line) => line.startsWith('SUCCESS'))) return [];
  return [
    {
      where: 'scheduler enable',
      expected: 'lines that begin SUCCESS, none that begins FAILURE',
      observed: quoted(lines),
    },
  ];
});

/**
 * `scheduler enable` printed a line beginning `FAILURE` in the place of one check, after a line beginning `SUCCESS` for each
 * check before it (documents 217367, 213821). The text behind `FAILURE` is not documented, nor whether later checks run.
 */
export const enableFailsAt = defineJudge(
  'scheduler.enable.failure',
  ({ lines, check }: Printed & { check: SchedulerCheck }): Finding[] => {
    const outcomes = outcomeLines(lines);
    return schedulerChecks.slice(0, schedulerChecks.indexOf(check) + 1).flatMap((each, index) => {
      const expected = each === check ? 'FAILURE' : 'SUCCESS';
      if (outcomes[index]?.startsWith(expected)) return [];
      return [
        {
          where: `scheduler enable, line ${index + 1}`,
          expected: `a line that begins ${expected}`,
          observed: outcomes[index] === undefined ? `no line there, only ${quoted(outcomes)}` : `"${outcomes[index]}"`,
        },
      ];
    });
  },
);

/** `scheduler enable` did not say that the scheduler is enabled. */
export const enableIsRefused = defineJudge('scheduler.enable.refused', ({ lines }: Printed): Finding[] =>
  lines.some((line) => line.trim() === schedulerEnabledLine)
    ? [{ where: 'scheduler enable', expected: `no line "${schedulerEnabledLine}"`, observed: quoted(lines) }]
    : [],
);

/** The scheduler can not be enabled: neither `scheduler enable` nor the listing says that it is. */
export const schedulerStaysOff = defineJudge(
  'scheduler.off',
  ({ enable, listing }: { enable: string[]; listing: string[] }): Finding[] => [
    ...enableIsRefused({ lines: enable }),
    ...(listedValue(parseListing(listing), 'Enabled') === 'true'
      ? [{ where: 'scheduler', expected: 'no line "Enabled : true"', observed: quoted(listing) }]
      : []),
  ],
);

/** `scheduler status` with HTTPS, C2W and no e-mail server (document 217367, "Scheduler status"). */
export const statusIsDocumented = defineJudge('scheduler.status.lines', ({ lines }: Printed): Finding[] =>
  linesAre(lines, schedulerStatusLines, 'scheduler status'),
);

/** The status says enabled and running; the other lines are not looked at. */
export const statusIsRunning = defineJudge('scheduler.status.running', ({ lines }: Printed): Finding[] => {
  const texts = lines.map((line) => line.trim());
  return schedulerStatusLines
    .slice(0, 2)
    .filter((line) => !texts.includes(line))
    .map((line) => ({ where: 'scheduler status', expected: `a line "${line}"`, observed: quoted(texts) }));
});

/** The status has these lines and not those; lines that no document shows are not looked at. */
export const statusTells = defineJudge(
  'scheduler.status.tells',
  ({ lines, present, absent }: Printed & { present: string[]; absent: string[] }): Finding[] => {
    const texts = lines.map((line) => line.trim());
    const finding = (expected: string): Finding => ({ where: 'scheduler status', expected, observed: quoted(texts) });
    return [
      ...present.filter((line) => !texts.includes(line)).map((line) => finding(`a line "${line}"`)),
      ...absent.filter((line) => texts.includes(line)).map((line) => finding(`no line "${line}"`)),
    ];
  },
);

/** The start line of the scheduler in the system log (document 217367, "Scheduler service enabled"); blanks and numbers vary. */
export const startIsLogged = defineJudge('scheduler.log.start', ({ lines }: Printed): Finding[] => {
  const start =
    /\bscheduler_backend\[\d+\]:\s+INFO\s+CmsWebSchedulerApplication - Starting CmsWebSchedulerApplication with PID \d+ \(\/app started by \? in \/\)/;
  if (lines.some((line) => start.test(line))) return [];
  const expected = 'a line of scheduler_backend with "Starting CmsWebSchedulerApplication with PID"';
  const related = lines.filter((line) => line.includes('scheduler_backend'));
  return [
    { where: 'system log', expected, observed: `${lines.length} lines, of scheduler_backend ${quoted(related)}` },
  ];
});

/** The lines about checks and outcome that `enable` prints: those that begin `SUCCESS` or `FAILURE` (document 213821). */
function outcomeLines(lines: readonly string[]): string[] {
  return lines.map((line) => line.trim()).filter((line) => /^(SUCCESS|FAILURE)\b/.test(line));
}

function listedValue(entries: readonly ListingEntry[], key: string): string | undefined {
  return entries.find((entry) => entry.key === key)?.value;
}

function differing(entries: readonly ListingEntry[], key: string, value: string | undefined): Finding[] {
  const found = listedValue(entries, key);
  if (found === value) return [];
  return [{ where: 'scheduler', expected: shown(key, value), observed: shown(key, found) }];
}

function shown(key: string, value: string | undefined): string {
  return value === undefined ? `no line "${key}"` : `"${key} : ${value}"`;
}

/** Compares without blank lines, carriage returns and surrounding blanks. */
function linesAre(lines: readonly string[], expected: readonly string[], where: string): Finding[] {
  const texts = lines.map((line) => line.trim()).filter((line) => line !== '');
  return Array.from({ length: Math.max(texts.length, expected.length) }).flatMap((_, index) =>
    texts[index] === expected[index]
      ? []
      : [
          {
            where: `${where}, line ${index + 1}`,
            expected: orNothing(expected[index]),
            observed: orNothing(texts[index]),
          },
        ],
  );
}

function outOfOrder(found: readonly string[], documented: readonly string[], where: string): Finding[] {
  const present = found.filter((line) => documented.includes(line));
  const expected = documented.filter((line) => present.includes(line));
  const at = present.findIndex((line, index) => line !== expected[index]);
  if (at < 0) return [];
  const before = at === 0 ? 'first' : `after "${expected[at - 1]}"`;
  return [{ where, expected: `"${expected[at] ?? 'nothing more'}" ${before}`, observed: `"${present[at]}"` }];
}

function orNothing(line: string | undefined): string {
  return line === undefined ? 'no line' : `"${line}"`;
}

function quoted(lines: readonly string[]): string {
  return lines.length === 0 ? 'nothing' : lines.map((line) => `"${line}"`).join(', ');
}
