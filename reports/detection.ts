import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const root = fileURLToPath(new URL('../', import.meta.url));
export const detectionFile = join(root, 'reports/detection.json');

const detectionSchema = z.strictObject({
  /** Fingerprint of the suites, judges and defects that were measured. */
  suites: z.string(),
  measuredAt: z.iso.datetime(),
  defects: z.int(),
  killed: z.int(),
  variants: z.int(),
  variantsGreen: z.int(),
});
export type Detection = z.infer<typeof detectionSchema>;

/** The measured power of these very suites to detect faults; null when `prove --record` hasn't measured them as they are. */
export function readDetection(): Detection | null {
  if (!existsSync(detectionFile)) return null;
  const detection = detectionSchema.parse(JSON.parse(readFileSync(detectionFile, 'utf8')));
  return detection.suites === suitesFingerprint() ? detection : null;
}

/** Fingerprint of everything that the detection score depends on. */
export function suitesFingerprint(): string {
  const hash = createHash('sha256');
  for (const folder of [
    'suites',
    'fixtures',
    'harness/judge',
    'harness/tms',
    'harness/clients',
    'harness/protocol',
    'harness/emulator',
  ]) {
    for (const name of readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).sort()) {
      if (!/\.(ts|yaml)$/.test(name) || name.endsWith('.test.ts')) continue;
      hash.update(`${folder}/${name.replaceAll('\\', '/')}\0`).update(readFileSync(join(root, folder, name)));
    }
  }
  return hash.digest('hex');
}
