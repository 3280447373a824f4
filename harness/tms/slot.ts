/** What the controller holds a slot to be (document 212298; states as seen from CMS between the recorded writes). */
export const slotStates = ['ABSENT', 'IDLE', 'OPENED', 'ACTIVE', 'CLOSING'] as const;
export type SlotState = (typeof slotStates)[number];

/** What the bridge has confirmed. */
export type SlotEvent =
  | 'provisioned'
  | 'opened'
  | 'callCreated'
  | 'dialled'
  | 'extended'
  | 'reset'
  | 'callDeleted'
  | 'removed';

const transitions: Record<SlotState, Partial<Record<SlotEvent, SlotState>>> = {
  ABSENT: { provisioned: 'IDLE' },
  IDLE: { opened: 'OPENED', removed: 'ABSENT' },
  // a call that was refused leaves an opened slot, which is reset without a call to delete
  // an opening that was interrupted is repeated, on the same bridge or on its alternate
  OPENED: { opened: 'OPENED', callCreated: 'ACTIVE', reset: 'IDLE', removed: 'ABSENT' },
  ACTIVE: { dialled: 'ACTIVE', extended: 'ACTIVE', reset: 'CLOSING', removed: 'ABSENT' },
  CLOSING: { callDeleted: 'IDLE', removed: 'ABSENT' },
};

/** The state after `event`. Throws for an event that the state doesn't know: the controller is at fault then, not the bridge. */
export function nextSlotState(state: SlotState, event: SlotEvent): SlotState {
  const next = transitions[state][event];
  if (!next) throw new Error(`slot: ${event} is not possible in state ${state}`);
  return next;
}
