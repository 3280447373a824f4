/** Every verdict, the worst first; a requirement with several checks has the worst of theirs. */
export const verdicts = [
  'fail',
  'harness-error',
  'inconclusive',
  'not-implemented',
  'deferred',
  'unlicensed',
  'waived',
  'pass',
  'not-applicable',
] as const;
export type Verdict = (typeof verdicts)[number];

export const exitCodes = {
  conformant: 0,
  failed: 1,
  usage: 2,
  inconclusive: 3,
  prerequisite: 4,
  harnessError: 5,
  interrupted: 130,
} as const;

/** The worst of some verdicts. */
export function worst(of: readonly Verdict[]): Verdict {
  return verdicts.find((verdict) => of.includes(verdict)) ?? 'not-implemented';
}

/** How often each verdict occurs; verdicts that don't occur are left out. */
export function summarize(of: readonly Verdict[]): Partial<Record<Verdict, number>> {
  const entries = verdicts.map((verdict) => [verdict, of.filter((one) => one === verdict).length] as const);
  return Object.fromEntries(entries.filter(([, count]) => count > 0));
}

/**
 * The exit code of a run. 0 only when something passed and everything applicable passed or is waived: a requirement that
 * was not judged (deferred, unlicensed, not implemented) keeps a run from being conformant, and so does an empty run.
 */
export function exitCodeOf(of: readonly Verdict[]): number {
  if (of.includes('fail')) return exitCodes.failed;
  if (of.includes('harness-error')) return exitCodes.harnessError;
  const open: Verdict[] = ['inconclusive', 'not-implemented', 'deferred', 'unlicensed'];
  if (of.some((verdict) => open.includes(verdict)) || !of.includes('pass')) return exitCodes.inconclusive;
  return exitCodes.conformant;
}
