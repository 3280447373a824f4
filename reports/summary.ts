import { styleText } from 'node:util';
import { isPart, type Result } from '../harness/run/result.ts';
import { type Verdict, verdicts } from '../harness/run/verdicts.ts';
import type { JudgedWaiver, WaiverState } from '../harness/run/waivers.ts';

const meaning: Record<number, string> = {
  0: 'CONFORMANT: every applicable requirement passed or is validly waived',
  1: 'NOT CONFORMANT: at least one requirement failed',
  3: 'INCONCLUSIVE: something applicable could not be judged',
  5: 'HARNESS ERROR: the tool itself went wrong',
  130: 'INTERRUPTED: what was judged until then is kept',
};

const colour: Partial<Record<Verdict, 'green' | 'red' | 'yellow' | 'gray'>> = {
  pass: 'green',
  fail: 'red',
  'harness-error': 'red',
  'not-applicable': 'gray',
};

/** What `certify` prints at its end: target, verdicts by area, every requirement that needs attention, where the reports are. */
export function summaryText(result: Result, folder: string): string {
  const paint = (verdict: Verdict, text: string) =>
    styleText(colour[verdict] ?? 'yellow', text, { stream: process.stdout });
  const areas = [...new Set(result.requirements.map(({ id }) => id.split('-')[0] ?? ''))];
  const columns = verdicts.filter((verdict) => result.summary[verdict]);
  const width = (verdict: Verdict) => Math.max(verdict.length, 5);
  const row = (name: string, requirements: Result['requirements']) =>
    `  ${name.padEnd(10)}${columns
      .map((verdict) => {
        const count = requirements.filter((requirement) => requirement.verdict === verdict).length;
        const cell = String(count || '-').padStart(width(verdict));
        return `  ${count ? paint(verdict, cell) : cell}`;
      })
      .join('')}`;
  const open = result.requirements.filter(({ verdict }) => !['pass', 'waived', 'not-applicable'].includes(verdict));
  const { replaced } = result.target;
  const nodes = result.target.nodes.map(
    ({ name, platform, version, roles }) => `  ${name}  ${platform} ${version}  ${roles.join(', ')}`,
  );
  return [
    '',
    `Target: ${result.target.kind}${replaced.length > 0 ? ` with ${replaced.join(', ')}` : ''}${nodes.length === 0 ? ' (not reached)' : ''}`,
    ...nodes,
    '',
    `  ${'area'.padEnd(10)}${columns.map((verdict) => `  ${verdict.padStart(width(verdict))}`).join('')}`,
    ...areas.map((area) =>
      row(
        area,
        result.requirements.filter(({ id }) => id.startsWith(`${area}-`)),
      ),
    ),
    row('all', result.requirements),
    '',
    ...attention(open).map(({ verdict, text }) => `  ${paint(verdict, verdict)} ${text}`),
    ...result.waivers.map((waiver) => `  ${waiverText(waiver)}`),
    ...(open.length + result.waivers.length > 0 ? [''] : []),
    paint(result.exitCode === 0 ? 'pass' : result.exitCode === 1 ? 'fail' : 'inconclusive', conclusion(result)),
    `${folder}/certificate.html`,
    '',
  ].join('\n');
}

function conclusion(result: Result): string {
  const { exitCode, requirements, catalogue } = result;
  if (exitCode === 1 && !requirements.some(({ verdict }) => verdict === 'fail'))
    return 'NOT CONFORMANT: a waiver is needless, because its requirement passed';
  if (exitCode === 0 && isPart(result))
    return `CONFORMANT IN PART: every applicable one of the ${requirements.length} requirements asked for, of ${catalogue}, passed or is validly waived`;
  return meaning[exitCode] ?? `exit code ${exitCode}`;
}

/** One line per requirement; requirements that share verdict and reason share a line. */
function attention(open: Result['requirements']): { verdict: Verdict; text: string }[] {
  const groups = Map.groupBy(open, ({ verdict, reason }) => `${verdict}\n${reason}`);
  return [...groups.values()].map((group) => {
    const [first] = group as [Result['requirements'][number]];
    if (group.length === 1) {
      const which = first.fingerprint ? ` (failure ${first.fingerprint})` : '';
      return { verdict: first.verdict, text: `${first.id} ${first.statement}\n      ${first.reason}${which}` };
    }
    const ids = group.length > 6 ? `${group.length} requirements` : group.map(({ id }) => id).join(', ');
    return { verdict: first.verdict, text: `${ids}\n      ${first.reason}` };
  });
}

const states: Record<WaiverState, string> = {
  valid: 'holds',
  expired: 'has expired',
  'other-failure': 'is for another failure than the one that was found',
  needless: 'is needless: the requirement passed; take it out',
  unused: 'was not needed: the requirement was not asked for, or not judged to fail or pass',
};

/** A waiver and what became of it. */
export function waiverText({ requirement, owner, reference, expires, state }: JudgedWaiver): string {
  return `waiver of ${requirement} until ${expires} (${owner}, ${reference}) ${states[state]}`;
}
