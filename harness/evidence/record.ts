import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from '../judge/judge.ts';
import type { Exchange } from '../protocol/exchange.ts';

/** One act of judging: the rule, what it was given and what it found; enough to judge again offline. */
export interface Judgement {
  rule: string;
  observation: unknown;
  findings: Finding[];
}

/** Everything that led to the verdict of one check; the verdict itself follows from it. */
export interface CheckEvidence {
  requirements: string[];
  title: string;
  judgements: Judgement[];
  exchanges: Exchange[];
}

/**
 * Writes a check's evidence and returns its path relative to the run's folder. A requirement may have several checks: what is
 * there already stays, and the next file gets a number.
 */
export function writeEvidence(runFolder: string, name: string, evidence: CheckEvidence): string {
  return writeNew(runFolder, name, 'json', `${JSON.stringify(evidence, null, 2)}\n`);
}

/** Writes a picture that a check took, PNG, in the same way. It must show no secret: nothing is taken out of it here. */
export function writePicture(runFolder: string, name: string, png: Uint8Array): string {
  return writeNew(runFolder, name, 'png', png);
}

function writeNew(runFolder: string, name: string, extension: string, content: string | Uint8Array): string {
  const stem = name.replace(/[^A-Za-z0-9.-]+/g, '-');
  mkdirSync(join(runFolder, 'evidence'), { recursive: true });
  for (let number = 1; ; number += 1) {
    const file = `evidence/${stem}${number === 1 ? '' : `.${number}`}.${extension}`;
    try {
      writeFileSync(join(runFolder, file), content, { flag: 'wx' });
      return file;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

/** The evidence among these files of a run's folder; pictures and the like are passed over. */
export function readEvidence(runFolder: string, files: readonly string[]): CheckEvidence[] {
  return files
    .filter((file) => file.endsWith('.json'))
    .map((file) => JSON.parse(readFileSync(join(runFolder, file), 'utf8')) as CheckEvidence);
}
