import { defects } from '../emulator/defects/index.ts';
import { variants } from '../emulator/variants/index.ts';
import { loadCatalogue } from '../run/catalogue.ts';
import { exitCodes } from '../run/verdicts.ts';
import { checkPrefix } from './certify.ts';
import { readSuites } from './suites.ts';

interface Coverage {
  id: string;
  statement: string;
  provenance: string;
  untestable?: string;
  checks: string[];
  defects: string[];
}

/** `requirements`: each requirement with the files that check it and the defects that violate it; 1 when one has neither check nor reason, or no defect. */
export async function requirements({
  json = false,
  nodes,
  only,
}: {
  json?: boolean;
  nodes?: boolean;
  only?: string[];
}): Promise<number> {
  if (nodes) return (await import('./node-table.ts')).nodeTable({ json });
  for (const prefix of only ?? []) checkPrefix(prefix);
  const coverage = readCoverage().filter(({ id }) => !only || only.some((prefix) => id.startsWith(prefix)));
  const uncovered = coverage.filter(
    ({ checks, defects, untestable }) => !untestable && (checks.length === 0 || defects.length === 0),
  );
  if (json) {
    process.stdout.write(
      `${JSON.stringify({ requirements: coverage, variants: variants.map(({ id, title }) => ({ id, title })) }, null, 2)}\n`,
    );
  } else {
    for (const { id, statement, checks, defects, untestable } of coverage) {
      process.stdout.write(`${id.padEnd(18)} ${statement}\n`);
      process.stdout.write(
        `${' '.repeat(19)}check: ${checks.join(', ') || untestable || 'NONE'}; defect: ${defects.join(', ') || 'NONE'}\n`,
      );
    }
    if (!only) process.stdout.write(`\nVariants: ${variants.map(({ id }) => id).join(', ')}\n`);
    process.stdout.write(
      `${coverage.length} requirements, ${uncovered.length} without a check or a defect; ${defects.length} defects, ${variants.length} variants.\n`,
    );
  }
  return uncovered.length === 0 ? exitCodes.conformant : exitCodes.failed;
}

/** Which files check a requirement and which defects violate it. */
export function readCoverage(): Coverage[] {
  const suites = readSuites();
  return loadCatalogue().map(({ id, statement, provenance, untestable }) => ({
    id,
    statement,
    provenance,
    ...(untestable ? { untestable } : {}),
    checks: suites.filter(({ text }) => text.includes(`'${id}'`)).map(({ file }) => file),
    defects: defects.filter(({ violates }) => violates.includes(id)).map((defect) => defect.id),
  }));
}
