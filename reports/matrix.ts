import { styleText } from 'node:util';

/** `killed`: every requirement that the defect violates failed by its own check. `misattributed`: only others failed, or some of its own did not. */
export type DefectOutcome = 'killed' | 'survived' | 'misattributed';

/** How a defect ended, given the requirements that failed with it. */
export function defectOutcomeOf(violates: readonly string[], failed: readonly string[]): DefectOutcome {
  if (violates.length > 0 && violates.every((id) => failed.includes(id))) return 'killed';
  return failed.length === 0 ? 'survived' : 'misattributed';
}

/** Prints one row of the detection matrix. */
export function printRow(word: string, good: boolean, id: string, text: string): void {
  process.stdout.write(
    `${styleText(good ? 'green' : 'red', word.padEnd(13), { stream: process.stdout })} ${id.padEnd(44)} ${text}\n`,
  );
}
