import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { parseVersion, platforms, roles } from '../protocol/platform.ts';
import { type BenchCapability, benchCapabilities } from '../targets/driver.ts';
import { type Impact, impacts } from './impact.ts';

// biome-ignore format: one list
export const areas = [
  'SCHED', 'C2W', 'MEET', 'MAIL', 'PURGE', 'WEBAPP', 'SPACE', 'BULK', 'CALL', 'DIAL', 'SIP', 'TMS', 'FAILOVER', 'CLUSTER', 'API', 'LOG', 'CDR', 'EVENT', 'LDAP', 'OBJECT',
] as const;
export { type BenchCapability, benchCapabilities, type Impact, impacts };

const versionRange = z
  .string()
  .refine((text) => text.split(' ').every((term) => /^(>=|>|<=|<|=)?\d+\.\d+$/.test(term)), {
    error: 'a version range is terms like ">=3.3", "<3.5" or "3.3", separated by blanks',
  });

const requirementSchema = z.strictObject({
  id: z
    .string()
    .regex(new RegExp(`^(${areas.join('|')})-[A-Z0-9]+-\\d{2}$`), 'an ID is AREA-TOPIC-NN with a known area'),
  /** What the target does, one sentence. */
  statement: z.string().min(20),
  source: z.strictObject({ document: z.string().min(1), clause: z.string().min(1), fact: z.string().min(1) }),
  provenance: z.enum(['documented', 'observed', 'assumed']),
  applies: z
    .strictObject({
      roles: z.array(z.enum(roles)).optional(),
      platforms: z.array(z.enum(platforms)).optional(),
      versions: versionRange.optional(),
    })
    .default({}),
  impact: z.enum(impacts),
  needs: z.array(z.enum(benchCapabilities)).default([]),
  /** Without a clock to turn, its check is planted in one run and harvested in a later one. */
  plants: z.literal(true).optional(),
  /** Programs that its check needs on the machine that judges; a run that includes it does not begin without them. */
  programs: z.array(z.enum(['chromium'])).optional(),
  /** Why no check is possible; a requirement has a check or this. */
  untestable: z.string().min(10).optional(),
});

export type Requirement = z.infer<typeof requirementSchema>;

export class CatalogueError extends Error {
  override readonly name = 'CatalogueError';
}

export const catalogueFolder = fileURLToPath(new URL('../../suites/catalogue/', import.meta.url));

/** All requirements, in file and list order. Throws CatalogueError naming file, line and what is wrong. */
export function loadCatalogue(folder = catalogueFolder): Requirement[] {
  const requirements: Requirement[] = [];
  const places = new Map<string, string>();
  for (const file of readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .sort()) {
    const lines = new LineCounter();
    const document = parseDocument(readFileSync(join(folder, file), 'utf8'), { lineCounter: lines });
    const broken = document.errors[0];
    if (broken)
      throw new CatalogueError(`${file}:${lines.linePos(broken.pos[0]).line}: ${broken.message.split('\n')[0]}`);
    const parsed = z.array(requirementSchema).safeParse(document.toJS());
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      const path = issue?.path ?? [];
      const entry = document.getIn(path.slice(0, 1), true) as { range?: [number, number, number] } | undefined;
      const line = lines.linePos(entry?.range?.[0] ?? 0).line;
      throw new CatalogueError(`${file}:${line}: ${path.slice(1).join('.')}: ${issue?.message}`);
    }
    for (const requirement of parsed.data) {
      const place = places.get(requirement.id);
      if (place)
        throw new CatalogueError(`${file}: ${requirement.id} is already in ${place}; an ID is given once and for ever`);
      if (!requirement.id.startsWith(`${file.replace(/(-[a-z]+)?\.yaml$/, '')}-`)) {
        throw new CatalogueError(`${file}: ${requirement.id} belongs in the file of its area`);
      }
      places.set(requirement.id, file);
      requirements.push(requirement);
    }
  }
  return requirements;
}

/** Whether a version is in a range such as `>=3.3 <3.5`; a bare `3.3` means that very release line. */
export function inRange(version: string, range: string): boolean {
  const found = parseVersion(version);
  if (!found) return false;
  return range.split(' ').every((term) => {
    const [, operator = '=', wanted = ''] = /^(>=|>|<=|<|=)?(.+)$/.exec(term) ?? [];
    const bound = parseVersion(wanted);
    if (!bound) return false;
    const order = found.major - bound.major || found.minor - bound.minor;
    return { '>=': order >= 0, '>': order > 0, '<=': order <= 0, '<': order < 0, '=': order === 0 }[operator] ?? false;
  });
}
