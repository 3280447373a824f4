import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '../self/scratch.ts';
import { type CheckEvidence, writeEvidence, writePicture } from './record.ts';

const evidence: CheckEvidence = {
  requirements: ['API-AUTH-01'],
  title: 'a title',
  judgements: [{ rule: 'a.rule', observation: { status: 200 }, findings: [{ expected: 'a', observed: 'b' }] }],
  exchanges: [],
};

test('evidence is JSON below the run folder, at the path that is given back', ({ scratch }) => {
  const file = writeEvidence(scratch.path, 'API-AUTH-01', evidence);
  expect(file).toBe('evidence/API-AUTH-01.json');
  expect(JSON.parse(readFileSync(join(scratch.path, file), 'utf8'))).toEqual(evidence);
});

test('a name is made fit for a file and can not leave the folder', ({ scratch }) => {
  const file = writeEvidence(scratch.path, '../../A+B C/ä', evidence);
  expect(file).toMatch(/^evidence\/[A-Za-z0-9.-]+\.json$/);
  expect(existsSync(join(scratch.path, file))).toBe(true);
});

test('a second check of the same requirement does not replace the evidence of the first', ({ scratch }) => {
  const files = [1, 2, 3].map((round) =>
    writeEvidence(scratch.path, 'API-AUTH-01', { ...evidence, title: `round ${round}` }),
  );
  expect(new Set(files).size).toBe(3);
  const titles = files.map(
    (file) => (JSON.parse(readFileSync(join(scratch.path, file), 'utf8')) as CheckEvidence).title,
  );
  expect(titles).toEqual(['round 1', 'round 2', 'round 3']);
  expect(readdirSync(join(scratch.path, 'evidence'))).toHaveLength(3);
});

test('a picture stands beside the record of its check, byte for byte', ({ scratch }) => {
  const bytes = Uint8Array.of(0x89, 0x50, 0, 0xff);
  const files = [1, 2].map(() => writePicture(scratch.path, 'API-AUTH-01', bytes));
  expect(files).toEqual(['evidence/API-AUTH-01.png', 'evidence/API-AUTH-01.2.png']);
  for (const file of files) expect([...readFileSync(join(scratch.path, file))]).toEqual([...bytes]);
});
