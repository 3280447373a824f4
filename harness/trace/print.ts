import type { TraceReport } from './check.ts';
import { hasJudged } from './check.ts';
import type { Finding, RuleResult } from './tally.ts';

const reasonsShown = 2;

/** The report for people: findings, then what was judged by each rule, then the verdict. */
export function printText(report: TraceReport): string {
  const lines = [
    ...report.findings.map(findingText),
    ...(report.moreFindings > 0 ? [`... and ${report.moreFindings} findings more`] : []),
    ...(report.findings.length > 0 ? [''] : []),
    'rule                judged  failed  not judged',
    ...ruleTexts(report.rules),
    '',
    ...report.conversations.map(
      ({ node, clients, user, requests, bodies, meetings }) =>
        `TMS at ${clients.join(', ')} as ${user === null ? 'an unnamed user' : `"${user}"`} on ${node}: ` +
        `${count(requests, 'request')}, ${count(bodies, 'body size')} reproduced, ${count(meetings, 'meeting')}`,
    ),
    ...report.schedulers.map(
      ({ host, total, up, notUp }) =>
        `Scheduler on ${host}: ${up.length} of ${total ?? 'unknown'} Web Bridges UP` +
        (total !== null && up.length === total ? ', full mesh' : '') +
        (notUp.length > 0 ? `; never UP: ${notUp.join(', ')}` : ''),
    ),
    verdict(report),
  ];
  return `${lines.join('\n')}\n`;
}

function verdict(report: TraceReport): string {
  const found = report.findings.length + report.moreFindings;
  if (found > 0) return `NOT CONFORMANT: ${count(found, 'finding')}`;
  if (!hasJudged(report)) return 'NOTHING JUDGED: no TMS conversation and no start of a scheduler in the log';
  return 'CONFORMANT: no finding in what the log shows';
}

function findingText({ file, line, trace, rule, expected, seen }: Finding): string {
  return `${file}:${line}  ${rule}${trace === null ? '' : `  API trace ${trace}`}\n    expected: ${expected}\n    seen:     ${seen}`;
}

/** A line for each rule; neighbours that could not be judged for one reason share a line. */
function ruleTexts(rules: readonly RuleResult[]): string[] {
  const rows: { first: string; last: string; key: string; text: string }[] = [];
  for (const result of rules) {
    const { rule, judged, notJudged } = result;
    const text = ruleText(result);
    const key = judged > 0 || notJudged.length === 0 ? '' : `${areaOf(rule)} ${text}`;
    const above = rows.at(-1);
    if (above && key !== '' && above.key === key) above.last = rule;
    else rows.push({ first: rule, last: rule, key, text });
  }
  return rows.map(({ first, last, text }) => {
    const name = first === last ? first : `${first}..${last.slice(areaOf(last).length + 1)}`;
    return `${name.padEnd(19)} ${text}`.trimEnd();
  });
}

/** `TMS-TRACE` of `TMS-TRACE-07`. */
function areaOf(rule: string): string {
  return rule.slice(0, rule.lastIndexOf('-'));
}

function ruleText({ judged, failed, notJudged }: RuleResult): string {
  const reasons = notJudged
    .slice(0, reasonsShown)
    .map(({ reason, cases }) => (cases > 1 ? `${reason} (${cases})` : reason));
  return `${cell(judged)}  ${cell(failed)}  ${reasons.join('; ')}`;
}

function cell(number: number): string {
  return (number === 0 ? '-' : String(number)).padStart(6);
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** The report as JUnit: a test case for each rule, skipped where nothing could be judged. */
export function printJunit(report: TraceReport): string {
  const cases = report.rules.map((result) => {
    const found = report.findings.filter(({ rule }) => rule === result.rule);
    const failures = found.map(
      (finding) =>
        `<failure message="${attribute(`${finding.file}:${finding.line}: expected ${finding.expected}`)}">${attribute(findingText(finding))}</failure>`,
    );
    const reasons = result.notJudged.map(({ reason }) => reason).join('; ');
    const inner =
      result.failed > 0 ? failures.join('') : result.judged === 0 ? `<skipped message="${attribute(reasons)}"/>` : '';
    return `    <testcase classname="trace" name="${attribute(`${result.rule} ${result.title}`)}">${inner}</testcase>`;
  });
  const failed = report.rules.filter(({ failed: count }) => count > 0).length;
  const skipped = report.rules.filter(({ judged }) => judged === 0).length;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites>',
    `  <testsuite name="trace check" tests="${cases.length}" failures="${failed}" skipped="${skipped}" errors="0">`,
    ...cases,
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function attribute(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\n', '&#10;')
    .replaceAll(/\p{Cc}/gu, '\ufffd');
}
