import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import {
  type BridgeRole,
  bridgeOf,
  bridgesInReach,
  type FailoverEvent,
  type FailoverPolicy,
  type FailoverState,
  initialFailoverState,
  nextFailoverState,
} from './failover.ts';

const eager: FailoverPolicy = { failuresUntilFailed: 1, failBack: 'nextConference' };

function after(events: FailoverEvent[], hasAlternate = true, policy = eager): FailoverState {
  return events.reduce((state, event) => nextFailoverState(state, event, hasAlternate, policy), initialFailoverState);
}

const due = { kind: 'due' } as const;
const failed = (bridge: BridgeRole) => ({ kind: 'failed', bridge }) as const;
const answered = (bridge: BridgeRole) => ({ kind: 'answered', bridge }) as const;

test('the added bridge serves while it answers', () => {
  expect(after([due, answered('primary'), due, answered('primary')]).serving).toBe('primary');
});

test('the alternate serves once the added bridge has failed, and only where it is configured', () => {
  expect(after([due, failed('primary')]).serving).toBe('alternate');
  expect(after([due, failed('primary'), failed('primary')], false).serving).toBe('primary');
  expect(bridgesInReach(false)).toEqual(['primary']);
});

test('as many failures in a row as the policy says', () => {
  const patient = { ...eager, failuresUntilFailed: 3 };
  expect(after([due, failed('primary'), failed('primary')], true, patient).serving).toBe('primary');
  const interrupted = [failed('primary'), failed('primary'), answered('primary'), failed('primary')];
  expect(after([due, ...interrupted], true, patient).serving).toBe('primary');
  expect(after([due, failed('primary'), failed('primary'), failed('primary')], true, patient).serving).toBe(
    'alternate',
  );
});

test('the next conference tries the added bridge again, or never', () => {
  const over = [due, failed('primary'), answered('alternate')];
  expect(after([...over, due]).serving).toBe('primary');
  expect(after([...over, due], true, { ...eager, failBack: 'never' }).serving).toBe('alternate');
});

test('an alternate that is configured no longer serves nothing', () => {
  const over = after([due, failed('primary')], true, { ...eager, failBack: 'never' });
  expect(nextFailoverState(over, due, false, eager).serving).toBe('primary');
});

// The model: bridges fail and come back, conferences start and end, the alternate is configured and taken away. What is
// asked of a bridge is kept, and must be what the numbered rules allow.
type Action =
  | { kind: 'power'; bridge: BridgeRole; up: boolean }
  | { kind: 'configure'; alternate: boolean }
  | { kind: 'start' }
  | { kind: 'touch'; which: number }
  | { kind: 'end'; which: number };

const role = fc.constantFrom<BridgeRole>('primary', 'alternate');
const action: fc.Arbitrary<Action> = fc.oneof(
  fc.record({ kind: fc.constant('power' as const), bridge: role, up: fc.boolean() }),
  fc.record({ kind: fc.constant('configure' as const), alternate: fc.boolean() }),
  fc.constant({ kind: 'start' as const }),
  fc.record({ kind: fc.constant('touch' as const), which: fc.nat(5) }),
  fc.record({ kind: fc.constant('end' as const), which: fc.nat(5) }),
);
const anyPolicy = fc.record<FailoverPolicy>({
  failuresUntilFailed: fc.integer({ min: 1, max: 4 }),
  failBack: fc.constantFrom('nextConference', 'never'),
});

test('whatever fails: only configured bridges are asked, running conferences stay, a working bridge is found', () => {
  fc.assert(
    fc.property(anyPolicy, fc.array(action, { maxLength: 60 }), (policy, actions) => {
      const up = { primary: true, alternate: true };
      let hasAlternate = false;
      let state = initialFailoverState;
      const running: { bridge: BridgeRole; begun: BridgeRole }[] = [];
      const ask = (bridge: BridgeRole): boolean => {
        state = nextFailoverState(state, { kind: up[bridge] ? 'answered' : 'failed', bridge }, hasAlternate, policy);
        return up[bridge];
      };
      for (const step of actions) {
        if (step.kind === 'power') up[step.bridge] = step.up;
        else if (step.kind === 'configure') hasAlternate = step.alternate;
        else if (step.kind === 'start') {
          const before = state;
          state = nextFailoverState(state, due, hasAlternate, policy);
          let held: BridgeRole | null = null;
          // as many attempts as two bridges can need
          for (let attempt = 0; held === null && attempt < 2 * policy.failuresUntilFailed; attempt += 1) {
            const bridge = bridgeOf(null, state);
            expect(bridgesInReach(hasAlternate)).toContain(bridge);
            if (ask(bridge)) held = bridge;
          }
          const possible = bridgesInReach(hasAlternate).some((bridge) => up[bridge]);
          expect(held !== null).toBe(possible);
          // while the added bridge works nobody else is asked, unless TMS stays where a failover has led it
          const stays = policy.failBack === 'never' && before.serving === 'alternate' && hasAlternate;
          if (up.primary && !stays) expect(held).toBe('primary');
          if (held) running.push({ bridge: held, begun: held });
        } else if (running.length > 0) {
          const place = step.which % running.length;
          const conference = running[place];
          if (!conference) continue;
          const bridge = bridgeOf(conference.bridge, state);
          expect(bridge).toBe(conference.begun);
          ask(bridge);
          if (step.kind === 'end') running.splice(place, 1);
        }
      }
    }),
    { numRuns: 500 },
  );
});
