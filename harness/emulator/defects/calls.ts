import type { Defect } from '../policies/index.ts';
import { callDefects as ofCalls } from './calls/calls.ts';
import { dialDefects } from './calls/dial.ts';
import { legDefects } from './calls/legs.ts';
import { participantDefects } from './calls/participants.ts';

/** Faults of calls, call legs, participants and the dial plan. */
export const callDefects: readonly Defect[] = [...ofCalls, ...legDefects, ...participantDefects, ...dialDefects];
