import { defects } from '../emulator/defects/index.ts';
import { UsageError as EmulatorUsageError, loadTopology, parseProfile } from '../emulator/kernel/topology.ts';
import { variants } from '../emulator/variants/index.ts';
import type { EmulatorOptions } from '../targets/emulator.ts';
import { UsageError } from './errors.ts';
import { didYouMean } from './similar.ts';

/** Refuses options with which the emulator would refuse to start, before a run begins. Throws UsageError. */
export function checkEmulatorOptions(options: EmulatorOptions, topologyAsWritten: string | undefined): void {
  for (const [kind, known, wanted] of [
    ['defect', defects, options.defects ?? []],
    ['variant', variants, options.variants ?? []],
  ] as const) {
    const unknown = wanted.find((id) => !known.some((one) => one.id === id));
    if (unknown !== undefined)
      throw new UsageError(
        `Unknown ${kind} "${unknown}": ${didYouMean(
          unknown,
          known.map(({ id }) => id),
          '`npm run requirements` lists them.',
        )}`,
      );
  }
  try {
    const profile = options.profile ? parseProfile(options.profile) : null;
    if (topologyAsWritten) loadTopology(topologyAsWritten, profile);
  } catch (error) {
    if (error instanceof EmulatorUsageError) throw new UsageError(error.message);
    throw error;
  }
}
