import type { Verdict } from './verdicts.ts';

/** A verdict and why it isn't a pass. */
export interface Classified {
  verdict: Verdict;
  reason: string;
  /** When what is deferred can be judged, in the target's time. */
  dueAt?: string;
}

/** What is known of one executed check; the reporter collects it. */
export interface CheckOutcome {
  /** Settled before the check's body ran, e.g. not applicable. */
  settled: Classified | null;
  /** How many observations were judged. */
  judgements: number;
  /** What the judges found, '' for nothing; also where the check went on in spite of it. */
  findings: string;
  status: 'passed' | 'failed' | 'timedOut' | 'skipped' | 'interrupted';
  /** Messages of the errors, each beginning with the error's class name. */
  errors: readonly string[];
}

/**
 * The verdict of one check. Only a judge's findings make a `fail`; a target that can't be asked is `inconclusive`;
 * everything unforeseen, and a check that judged nothing, is a `harness-error`. What went wrong after a check was settled (an
 * undo step that failed) outweighs what was settled.
 */
export function classify(outcome: CheckOutcome): Classified {
  // An interrupted check is tidied up while its body still runs: what it finds then is not the target's doing.
  if (outcome.status === 'interrupted') return { verdict: 'inconclusive', reason: 'the run was interrupted' };
  if (outcome.findings) return { verdict: 'fail', reason: outcome.findings };
  const [first = ''] = outcome.errors;
  if (outcome.settled && !first) return outcome.settled;
  const reason = first.replace(/^\w+: /, '');
  if (outcome.status === 'passed') {
    if (outcome.judgements === 0)
      return { verdict: 'harness-error', reason: 'the check ended without having judged anything' };
    return { verdict: 'pass', reason: '' };
  }
  if (first.startsWith('TargetUnavailable: ')) return { verdict: 'inconclusive', reason };
  if (outcome.status === 'timedOut') return { verdict: 'inconclusive', reason: 'the check ran into its time limit' };
  if (outcome.status === 'skipped')
    return { verdict: 'harness-error', reason: 'the check was skipped without a verdict' };
  return { verdict: 'harness-error', reason: reason || 'the check failed without an error' };
}
