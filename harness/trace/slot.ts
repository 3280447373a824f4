import type { TracedRequest } from '../protocol/trace/request.ts';
import type { Expectation } from './context.ts';

/** What is known of a slot. */
export interface Slot {
  id: string;
  number: number | null;
  state: 'unknown' | 'idle' | 'open';
  /** The PUT that opened it, with its pairs. */
  opening: { request: TracedRequest; pairs: string; title: string } | null;
  /** What could not be judged before it is clear that the first PUT seen was an opening. */
  deferred: (() => void)[];
  secrets: Set<string>;
  /** Key of the call that was made in it and not deleted. */
  call: string | null;
  called: Expectation | null;
  deleted: Expectation | null;
  extended: boolean;
  /** Whether the listing of calls was seen since the call's creation. */
  listed: boolean;
  legs: number;
  /** Its meeting may have begun before the log: its call is not known. */
  early: boolean;
  /** It was reset and its call deleted in this log: its state is known. */
  clean: boolean;
}

/** A slot of which nothing has been seen yet. */
export function newSlot(id: string, state: 'unknown' | 'idle'): Slot {
  return {
    id,
    number: null,
    state,
    opening: null,
    deferred: [],
    secrets: new Set(),
    call: null,
    called: null,
    deleted: null,
    extended: false,
    listed: false,
    legs: 0,
    early: false,
    clean: false,
  };
}
