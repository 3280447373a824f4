import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { LineCounter, parseDocument, YAMLSeq } from 'yaml';
import { z } from 'zod';
import type { RequirementResult } from './result.ts';

/** A waiver may hold so many days from the day of the run. */
const longest = 180;
const day = 86_400_000;

/** An invalid waiver file; the message is one sentence with file and line. */
export class WaiverFileError extends Error {
  override readonly name = 'WaiverFileError';
}

const said = z.string().trim().min(1, 'must not be empty');

/** One entry of a waiver file: somebody answers, until a day, for one failure that is known. */
export const waiverSchema = z.strictObject({
  /** ID of the requirement that fails. */
  requirement: said,
  /** Who answers for it. */
  owner: said,
  reason: said,
  /** Where it is dealt with: a bug ID, a ticket. */
  reference: said,
  /** The last day on which it holds, in UTC. */
  expires: z.iso.date('has to be a day like 2026-12-31'),
  /** Which failure it is, as the run that found it tells. */
  fingerprint: z
    .string()
    .regex(
      /^F[0-9a-f]{12}$/,
      'has to be the fingerprint that the failure was reported with: F and 12 hexadecimal digits',
    ),
});
export type Waiver = z.infer<typeof waiverSchema>;

/** The schema of a waiver file; `waivers.schema.json` is written from it. */
export const waiversSchema = z.array(waiverSchema);

/**
 * What became of a waiver in a run. `expired`, `other-failure` and `needless` (its requirement passed) keep a run from being
 * conformant; `unused` was not asked for, or could not be judged.
 */
export const waiverStates = ['valid', 'expired', 'other-failure', 'needless', 'unused'] as const;
export type WaiverState = (typeof waiverStates)[number];
export type JudgedWaiver = Waiver & { state: WaiverState };

/** Reads a waiver file for a run of this day; `known` are the IDs of all requirements. Throws WaiverFileError. */
export function readWaivers(file: string, now: Date, known: readonly string[]): Waiver[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new WaiverFileError(`Cannot read the waiver file "${file}": check the path given to --waivers.`);
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const [broken] = document.errors;
  if (broken) throw new WaiverFileError(`${file}:${lines.linePos(broken.pos[0]).line}: not valid YAML.`);
  const list = document.contents;
  if (!(list instanceof YAMLSeq)) throw new WaiverFileError(`${file}:1: a waiver file is a list of waivers.`);
  const waivers: Waiver[] = [];
  for (const item of list.items) {
    const at = `${file}:${lines.linePos(item.range?.[0] ?? 0).line}`;
    const parsed = waiverSchema.safeParse(item.toJS(document));
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      throw new WaiverFileError(`${at}: ${[...(issue?.path ?? ['waiver'])].join('.') || 'waiver'}: ${issue?.message}.`);
    }
    const waiver = parsed.data;
    if (!known.includes(waiver.requirement))
      throw new WaiverFileError(
        `${at}: there is no requirement ${waiver.requirement}; \`npm run requirements\` lists them.`,
      );
    if (waivers.some(({ requirement }) => requirement === waiver.requirement))
      throw new WaiverFileError(`${at}: ${waiver.requirement} is waived twice; a requirement has one waiver.`);
    if (lastMoment(waiver) > now.getTime() + (longest + 1) * day)
      throw new WaiverFileError(`${at}: a waiver holds ${longest} days at most; let it expire before.`);
    waivers.push(waiver);
  }
  return waivers;
}

/** Which failure of a requirement this is: the same one in another run, on other addresses and with other objects, has the same. */
export function failureFingerprint(requirement: string, reason: string): string {
  const general = reason
    .replace(/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/gi, '<id>')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z?/g, '<time>')
    .replace(/\b\d\d:\d\d:\d\d(?:\.\d+)?/g, '<time>')
    .replace(/\b\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?\b/g, '<address>')
    .replace(/(?<=[a-z]):\d{2,5}\b/gi, ':<port>')
    .replace(/\b[0-9a-f]*\d[0-9a-f]*\b/gi, (word) => (word.length < 6 ? word : '<number>'));
  return `F${createHash('sha256').update(`${requirement}\n${general}`).digest('hex').slice(0, 12)}`;
}

/** The requirements as they stand with these waivers, and what became of each waiver. */
export function applyWaivers(
  requirements: readonly RequirementResult[],
  waivers: readonly Waiver[],
  now: Date,
): { requirements: RequirementResult[]; waivers: JudgedWaiver[] } {
  const judged = waivers.map((waiver) => {
    const found = requirements.find(({ id }) => id === waiver.requirement);
    return { ...waiver, state: stateOf(waiver, found, now) };
  });
  const stands = requirements.map((requirement): RequirementResult => {
    const waiver = judged.find((one) => one.state === 'valid' && one.requirement === requirement.id);
    return waiver ? { ...requirement, verdict: 'waived' } : requirement;
  });
  return { requirements: stands, waivers: judged };
}

function stateOf(waiver: Waiver, found: RequirementResult | undefined, now: Date): WaiverState {
  if (found?.verdict === 'pass') return 'needless';
  if (found?.verdict !== 'fail') return 'unused';
  if (now.getTime() >= lastMoment(waiver)) return 'expired';
  return waiver.fingerprint === found.fingerprint ? 'valid' : 'other-failure';
}

/** When it holds no more. */
function lastMoment({ expires }: Waiver): number {
  return Date.parse(`${expires}T00:00:00Z`) + day;
}
