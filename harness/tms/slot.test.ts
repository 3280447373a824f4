import { expect, test } from '@playwright/test';
import { nextSlotState, type SlotEvent, slotStates } from './slot.ts';

test('a slot goes through a meeting and is idle again', () => {
  const events: SlotEvent[] = [
    'provisioned',
    'opened',
    'callCreated',
    'dialled',
    'dialled',
    'extended',
    'reset',
    'callDeleted',
  ];
  expect(events.reduce(nextSlotState, 'ABSENT')).toBe('IDLE');
});

test('a slot whose call was refused is reset without one', () => {
  expect((['opened', 'reset'] as SlotEvent[]).reduce(nextSlotState, 'IDLE')).toBe('IDLE');
});

test('what a state does not know is refused', () => {
  for (const state of slotStates.filter((one) => one !== 'IDLE' && one !== 'OPENED'))
    expect(() => nextSlotState(state, 'opened')).toThrow(state);
  expect(() => nextSlotState('OPENED', 'extended')).toThrow();
  expect(() => nextSlotState('ACTIVE', 'callDeleted')).toThrow();
  expect(() => nextSlotState('CLOSING', 'reset')).toThrow();
});
