import { isPart, type RequirementResult, type Result } from '../harness/run/result.ts';
import { type Verdict, verdicts } from '../harness/run/verdicts.ts';
import type { Detection } from './detection.ts';
import { waiverText } from './summary.ts';

const outcome: Record<number, { word: string; sentence: string }> = {
  0: { word: 'Conformant', sentence: 'Every applicable requirement passed or is validly waived.' },
  1: { word: 'Not conformant', sentence: 'At least one requirement failed.' },
  3: {
    word: 'Inconclusive',
    sentence: 'Something applicable could not be judged; this is no statement of conformance.',
  },
  5: { word: 'Harness error', sentence: 'The tool itself went wrong; this is no statement about the target.' },
  130: { word: 'Interrupted', sentence: 'The run was interrupted; only what is listed as judged was judged.' },
};

/** The certificate: one self-contained page for people, to read and to print; it loads nothing from anywhere. */
export function certificateHtml(result: Result, detection: Detection | null): string {
  const { word, sentence } = outcomeOf(result);
  const { replaced } = result.target;
  const areas = Map.groupBy(result.requirements, ({ id }) => id.split('-')[0] ?? '');
  const shown = verdicts.filter((verdict) => result.summary[verdict]);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${word}: CMS conformance certificate ${escapeText(result.run.id)}</title>
<style>${style}</style>
</head>
<body>
<header class="exit-${result.exitCode}${isPart(result) ? ' part' : ''}">
<p class="kind">Cisco Meeting Server conformance certificate</p>
<h1>${word}</h1>
<p>${sentence}</p>
<div class="bar" role="img" aria-label="${shown.map((verdict) => `${result.summary[verdict]} ${verdict}`).join(', ')}">${shown
    .map(
      (verdict) =>
        `<span class="v-${verdict}" style="flex-grow:${result.summary[verdict]}" title="${result.summary[verdict]} ${verdict}"></span>`,
    )
    .join('')}</div>
<ul class="legend">${shown.map((verdict) => `<li>${badge(verdict)} ${result.summary[verdict]}</li>`).join('')}</ul>
</header>
<main>
<section class="facts">
<div><h2>Target</h2>
<table><thead><tr><th>Node</th><th>Address</th><th>Platform</th><th>Version</th><th>Roles</th></tr></thead><tbody>${
    result.target.nodes
      .map(
        (node) =>
          `<tr><td>${escapeText(node.name)}</td><td>${escapeText(node.address)}</td><td>${node.platform}</td><td>${escapeText(node.version)}</td><td>${node.roles.join(', ')}</td></tr>`,
      )
      .join('') || '<tr><td colspan="5">not reached</td></tr>'
  }</tbody></table>
<p>Kind: ${result.target.kind}${replaced.length > 0 ? `, with <strong>${escapeText(replaced.join(', '))}</strong> in place of what is documented or usual` : ''}. Bench: ${escapeText(result.target.capabilities.join(', ') || 'none')}.</p></div>
<div><h2>Run</h2>
<dl>
<dt>Run</dt><dd>${escapeText(result.run.id)}</dd>
<dt>Started</dt><dd>${result.run.startedAt}</dd>
<dt>Ended</dt><dd>${result.run.endedAt}</dd>
<dt>Seed</dt><dd>${result.run.seed}</dd>
<dt>Tool</dt><dd>cms-conformance ${escapeText(result.run.tool.version)}, ${escapeText(result.run.tool.commit.slice(0, 12))}${result.run.tool.cleanTree ? '' : ' (modified)'}</dd>
<dt>Detection</dt><dd>${detectionText(detection)}</dd>
</dl></div>
</section>
${waiverSection(result)}
${[...areas].map(([area, requirements]) => areaSection(area, requirements)).join('\n')}
</main>
</body>
</html>
`;
}

function outcomeOf(result: Result): { word: string; sentence: string } {
  const { exitCode, requirements, catalogue } = result;
  const { word, sentence } = outcome[exitCode] ?? { word: `Exit code ${exitCode}`, sentence: '' };
  if (!isPart(result)) return { word, sentence };
  const asked = `Asked for: ${requirements.length} of ${catalogue} requirements.`;
  return { word: exitCode === 0 ? `${word} in part` : word, sentence: `${sentence} ${asked}` };
}

function detectionText(detection: Detection | null): string {
  if (!detection)
    return 'not measured for these suites as they are; <code>npm run prove -- --record</code> measures it';
  const { killed, defects, variants, variantsGreen } = detection;
  return `<strong>${killed} of ${defects}</strong> seeded defects were caught by their own check; ${variantsGreen} of ${variants} conforming variants stayed green (measured ${detection.measuredAt.slice(0, 10)})`;
}

function waiverSection({ waivers }: Result): string {
  if (waivers.length === 0) return '';
  const rows = waivers.map((waiver) => `<li>${escapeText(`${waiverText(waiver)}: ${waiver.reason}`)}</li>`);
  return `<section><h2>Waivers <small>failures that somebody answers for</small></h2><ul>${rows.join('')}</ul></section>`;
}

function areaSection(area: string, requirements: readonly RequirementResult[]): string {
  const passed = requirements.filter(({ verdict }) => verdict === 'pass').length;
  return `<section><h2>${area} <small>${passed} of ${requirements.length} passed</small></h2>
<table class="requirements"><thead><tr><th>Requirement</th><th>Verdict</th><th>Statement</th></tr></thead><tbody>
${requirements
  .map(
    ({ id, verdict, statement, provenance, reason, fingerprint, checks }) =>
      `<tr id="${id}"><td>${id}</td><td>${badge(verdict)}</td><td>${withCode(statement)}${provenance === 'documented' ? '' : ` <em>(${provenance})</em>`}${
        reason ? `<p class="reason">${escapeText(reason)}${fingerprint ? ` (failure ${fingerprint})` : ''}</p>` : ''
      }${checks
        .flatMap(({ evidence }) => evidence)
        .map((file) => ` <a href="${escapeText(file)}">${file.endsWith('.png') ? 'picture' : 'evidence'}</a>`)
        .join('')}</td></tr>`,
  )
  .join('\n')}
</tbody></table></section>`;
}

function badge(verdict: Verdict): string {
  return `<span class="badge v-${verdict}">${verdict}</span>`;
}

/** Text with its backquoted parts as code. */
function withCode(text: string): string {
  return escapeText(text).replace(/`([^`]+)`/g, '<code>$1</code>');
}

function escapeText(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}

const style = `
:root{--ink:#1b2430;--soft:#5b6776;--line:#dde3ea;--pass:#1a7f4b;--fail:#b3261e;--open:#9a6700;--none:#8a94a0}
*{box-sizing:border-box}body{margin:0;font:15px/1.5 system-ui,sans-serif;color:var(--ink);background:#f4f6f8}
header,main{max-width:1040px;margin:0 auto;background:#fff;padding:28px 36px}
header{margin-top:28px;border-top:8px solid var(--open)}header.exit-0{border-color:var(--pass)}header.exit-0.part{border-color:var(--none)}header.exit-1,header.exit-5{border-color:var(--fail)}
.kind{margin:0;color:var(--soft);letter-spacing:.04em}h1{margin:.1em 0;font-size:40px}h2{font-size:19px;margin:1.2em 0 .4em}small{color:var(--soft);font-weight:400}
.bar{display:flex;height:14px;border-radius:7px;overflow:hidden;margin:18px 0 8px;gap:2px}.bar span{min-width:4px}
.legend{display:flex;flex-wrap:wrap;gap:16px;list-style:none;margin:0;padding:0}
.facts{display:grid;grid-template-columns:1fr 1fr;gap:36px}dl{display:grid;grid-template-columns:auto 1fr;gap:2px 14px;margin:0}dt{color:var(--soft)}dd{margin:0}
table{border-collapse:collapse;width:100%}th{text-align:left;color:var(--soft);font-weight:500;border-bottom:2px solid var(--line)}td,th{padding:5px 10px 5px 0;vertical-align:top}
td{border-bottom:1px solid var(--line)}.requirements td:first-child{white-space:nowrap;font-family:ui-monospace,monospace;font-size:13px}
.reason{margin:.2em 0;color:var(--fail);overflow-wrap:anywhere}.badge{color:#fff;border-radius:4px;padding:1px 7px;font-size:12px;white-space:nowrap}
.v-pass,.v-waived{background:var(--pass)}.v-fail,.v-harness-error{background:var(--fail)}.v-inconclusive,.v-deferred,.v-not-implemented,.v-unlicensed{background:var(--open)}.v-not-applicable{background:var(--none)}
code{font:13px ui-monospace,monospace;background:#eef1f5;border-radius:3px;padding:0 3px}a{color:#0b5cad;font-size:13px}@media(max-width:720px){.facts{grid-template-columns:1fr}header,main{padding:20px}}
@media print{body{background:#fff}header,main{margin:0;padding:12px 0;max-width:none}tr{break-inside:avoid}a{display:none}*{print-color-adjust:exact}}
`;
