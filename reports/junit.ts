import type { RequirementResult, Result } from '../harness/run/result.ts';

/** A run as JUnit XML: one suite per area, one case per requirement; what is neither pass nor fail is an error or skipped. */
export function junitXml(result: Result): string {
  const areas = new Map<string, RequirementResult[]>();
  for (const requirement of result.requirements) {
    const area = requirement.id.split('-')[0] ?? '';
    areas.set(area, [...(areas.get(area) ?? []), requirement]);
  }
  const suites = [...areas].map(([area, requirements]) => {
    const count = (kind: string) => requirements.filter((requirement) => kindOf(requirement) === kind).length;
    const cases = requirements.map((requirement) => testCase(area, requirement)).join('');
    return `<testsuite name="${area}" tests="${requirements.length}" failures="${count('failure')}" errors="${count('error')}" skipped="${count('skipped')}" timestamp="${result.run.startedAt}" time="${seconds(requirements)}">${cases}</testsuite>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="cms-conformance">${suites.join('')}</testsuites>\n`;
}

function kindOf({ verdict }: RequirementResult): 'passed' | 'failure' | 'error' | 'skipped' {
  if (verdict === 'pass' || verdict === 'waived') return 'passed';
  if (verdict === 'fail') return 'failure';
  return verdict === 'harness-error' || verdict === 'inconclusive' ? 'error' : 'skipped';
}

function testCase(area: string, requirement: RequirementResult): string {
  const kind = kindOf(requirement);
  const open = `<testcase classname="${area}" name="${escapeText(`${requirement.id} ${requirement.statement}`)}" time="${seconds([requirement])}"`;
  if (kind === 'passed') return `${open}/>`;
  return `${open}><${kind} message="${escapeText(`${requirement.verdict}: ${requirement.reason}`)}"/></testcase>`;
}

function seconds(requirements: readonly RequirementResult[]): string {
  const milliseconds = requirements
    .flatMap(({ checks }) => checks)
    .reduce((sum, { durationMs }) => sum + durationMs, 0);
  return (milliseconds / 1000).toFixed(3);
}

/** Text for an XML attribute; characters that XML 1.0 can't carry become U+FFFD. */
function escapeText(text: string): string {
  return text
    .replace(/[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/\n/g, '&#10;');
}
