import { rules } from './rules.ts';

/** Something in a log that breaks a rule. */
export interface Finding {
  rule: string;
  file: string;
  line: number;
  /** The trace number; null for lines without one. */
  trace: number | null;
  expected: string;
  seen: string;
}

/** What a log has shown of one rule. */
export interface RuleResult {
  rule: string;
  title: string;
  /** How often it could be judged. */
  judged: number;
  failed: number;
  /** Why it could not be judged, each reason with its number of cases. */
  notJudged: { reason: string; cases: number }[];
}

/** Where a finding is: a request, an audit line or a line of the scheduler. */
export interface Spot {
  file: string;
  line: number;
  number?: number;
}

interface Counts {
  judged: number;
  failed: number;
}

const findingsKept = 10_000;

/** Counts what was judged. */
export class Tally {
  readonly findings: Finding[] = [];
  /** Findings beyond those that are kept. */
  more = 0;
  readonly #counts = new Map(rules.map(({ id }) => [id, { judged: 0, failed: 0 }]));
  readonly #open = new Map<string, Map<string, number>>();

  /** One case of the rule: a finding unless it is `right`. */
  judge(rule: string, right: boolean, spot: Spot, expected: string, seen: string | (() => string)): boolean {
    const counts = this.#counts.get(rule) as Counts;
    counts.judged += 1;
    if (right) return true;
    counts.failed += 1;
    const { file, line, number } = spot;
    const finding = {
      rule,
      file,
      line,
      trace: number ?? null,
      expected,
      seen: typeof seen === 'string' ? seen : seen(),
    };
    if (this.findings.length < findingsKept) this.findings.push(finding);
    else this.more += 1;
    return false;
  }

  /** A case that the log doesn't show far enough. */
  leave(rule: string, reason: string): void {
    const reasons = this.#open.get(rule) ?? new Map<string, number>();
    reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
    this.#open.set(rule, reasons);
  }

  judged(rule: string): number {
    return this.#counts.get(rule)?.judged ?? 0;
  }

  results(): RuleResult[] {
    return rules.map(({ id, title }) => {
      const reasons = [...(this.#open.get(id) ?? [])].map(([reason, cases]) => ({ reason, cases }));
      return {
        rule: id,
        title,
        judged: this.judged(id),
        failed: this.#counts.get(id)?.failed ?? 0,
        notJudged: reasons,
      };
    });
  }
}
