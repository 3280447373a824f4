import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { z } from 'zod';
import { loadCatalogue } from '../run/catalogue.ts';
import { resultSchema } from '../run/result.ts';
import { exitCodes } from '../run/verdicts.ts';
import { waiversSchema } from '../run/waivers.ts';
import { labSchema } from '../targets/target-file.ts';
import { root } from './playwright.ts';

/** `generate`: the files that follow from other files. With `--check` it only tells whether they are up to date. */
export async function generate({ check = false }: { check?: boolean }): Promise<number> {
  const stale = Object.entries(files()).filter(
    ([file, text]) => !existsSync(file) || readFileSync(file, 'utf8') !== text,
  );
  for (const [file, text] of stale) {
    process.stdout.write(`${relative(root, file)} ${check ? 'is out of date: run `npm run generate`' : 'written'}\n`);
    if (!check) writeFileSync(file, text);
  }
  return check && stale.length > 0 ? exitCodes.failed : exitCodes.conformant;
}

function files(): Record<string, string> {
  const ids = loadCatalogue().map(({ id }) => `  | '${id}'`);
  return {
    [join(root, 'fixtures/requirement-ids.ts')]:
      `// Written by \`npm run generate\` from suites/catalogue.\n\n/** Every requirement's ID; an unknown one does not compile. */\nexport type RequirementId =\n${ids.join('\n')};\n`,
    [join(root, 'harness/targets/target-file.schema.json')]: `${JSON.stringify(z.toJSONSchema(labSchema), null, 2)}\n`,
    [join(root, 'harness/run/waivers.schema.json')]: `${JSON.stringify(z.toJSONSchema(waiversSchema), null, 2)}\n`,
    [join(root, 'reports/result.schema.json')]: `${JSON.stringify(z.toJSONSchema(resultSchema), null, 2)}\n`,
  };
}
