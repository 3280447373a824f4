import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ContainerOptions } from '../targets/container/cluster.ts';
import type { EmulatorOptions } from '../targets/emulator.ts';
import type { Impact } from './catalogue.ts';
import type { Waiver } from './waivers.ts';

/** What a run is to do; the command line writes it, the test processes read it. */
export interface RunOrder {
  id: string;
  /** The run's folder; results and evidence go there. */
  folder: string;
  seed: number;
  startedAt: string;
  tool: { version: string; commit: string; cleanTree: boolean };
  target:
    | { kind: 'emulator'; emulator: EmulatorOptions }
    | { kind: 'container'; container: ContainerOptions }
    | { kind: 'lab'; file: string };
  impact: Impact;
  /** Folder of what outlives a run; the usual place where it is left out. */
  state?: string;
  /** Detection is measured: keep the embedded cluster after an inconclusive check. */
  proving?: boolean;
  /** Detection is measured: each check of these runs on an embedded cluster of its own that has the defect, and nothing else runs. */
  batch?: BatchEntry[];
  /** File that tells which of the emulator's policies each check asked. */
  policyNotes?: string;
  /** Failures that somebody answers for. */
  waivers?: Waiver[];
  /** IDs of the selected requirements. */
  selected: string[];
}

/** A defect with the requirements that it violates. */
export interface BatchEntry {
  defect: string;
  requirements: string[];
}

/** Environment variable that names the order's file. */
export const orderVariable = 'CMS_CONFORMANCE_RUN';

/** The order of this run; without one (Playwright started by hand) everything on the embedded emulator, evidence thrown away. */
export function readOrder(): RunOrder {
  const file = process.env[orderVariable];
  if (file) return JSON.parse(readFileSync(file, 'utf8')) as RunOrder;
  return {
    id: 'by-hand',
    folder: mkdtempSync(join(tmpdir(), 'cms-conformance-')),
    seed: 1,
    startedAt: new Date().toISOString(),
    tool: { version: 'by-hand', commit: 'unknown', cleanTree: false },
    target: { kind: 'emulator', emulator: {} },
    impact: 'disruptive',
    selected: [],
  };
}

/** The batch of this run's order; null when it is an ordinary run. */
export function readBatch(): BatchEntry[] | null {
  return (process.env[orderVariable] ? readOrder().batch : null) ?? null;
}
