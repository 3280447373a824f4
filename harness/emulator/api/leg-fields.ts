import { callLegSettings } from '../../protocol/api/model-profiles.ts';
import type { EmulatedNode } from '../kernel/node.ts';
import { type ApiContext, createContext, Refusal } from './context.ts';
import { callProfileOf, settingsOf } from './effective.ts';
import type { Changes } from './resources.ts';

const configured = [
  'ownerId',
  'chosenLayout',
  'callLegProfile',
  'nameLabelOverride',
  ...callLegSettings.map(({ name }) => name),
];

/** What a write makes of a leg; `previous` are its fields, empty for a new one. Throws Refusal for a label that is too long. */
export function changedLeg({ policies }: ApiContext, previous: Changes, changes: Changes): Changes {
  const { layout, dtmfSequence: _dialled, ...rest } = changes;
  const written = {
    ...rest,
    ...(layout || rest.defaultLayout
      ? {
          defaultLayout: policies['legs.defaultLayout']({
            defaultLayout: rest.defaultLayout ?? '',
            layout: layout ?? '',
          }),
        }
      : {}),
  };
  const stored = Object.entries(written).map(([name, value]) => [
    name,
    policies['legs.storedField'](name, previous[name] ?? '', value),
  ]);
  return { ...previous, ...Object.fromEntries(stored) };
}

/** A label that was written, as it is kept. Throws Refusal for one that is too long. */
export function keptLabel({ policies }: ApiContext, previous: string, given: string): string {
  if (given === '') return policies['legs.restoredLabel'](previous);
  const kept = policies['legs.nameLabel'](given);
  if (kept === null) throw new Refusal(policies['api.parameterError']('nameLabelOverride', 'invalidValue'));
  return kept;
}

/** A leg as its own document shows it. */
export function shownLeg(context: ApiContext, leg: Changes): Changes {
  const { policies } = context;
  const settings = settingsOf(context, leg);
  const own = Object.fromEntries(configured.flatMap((name) => (leg[name] ? [[name, leg[name]]] : [])));
  const rest = Object.fromEntries(Object.entries(leg).filter(([name]) => !configured.includes(name)));
  const call = context.node.live.calls.get(leg.call ?? '');
  const space = call?.coSpace ? context.objects.get('coSpace', call.coSpace)?.fields : undefined;
  const layout = leg.chosenLayout || settings.defaultLayout || space?.defaultLayout || '';
  return {
    ...rest,
    ...policies['legs.configuration'](own, settings),
    layout,
    activeLayout: layout,
    deactivated: String(isDeactivated(context, leg)),
  };
}

/** Whether whoever a leg belongs to can activate others. */
export function isActivator(context: ApiContext, leg: Changes): boolean {
  return context.policies['participants.isActivator'](settingsOf(context, leg).needsActivation === 'true');
}

/** Whether a leg that comes into a call now waits because the call is locked. */
export function meetsLock(context: ApiContext, leg: Changes): boolean {
  const call = context.node.live.calls.get(leg.call ?? '') ?? {};
  const lockMode = callProfileOf(context, call).lockMode ?? 'needsActivation';
  return context.policies['legs.meetsLock']({
    locked: call.locked === 'true',
    lockMode,
    needsActivation: settingsOf(context, leg).needsActivation === 'true',
  });
}

function isDeactivated(context: ApiContext, leg: Changes): boolean {
  const { live } = context.node;
  const call = live.calls.get(leg.call ?? '');
  const others = [...live.callLegs.of(leg.call ?? '')].map((id) => live.callLegs.get(id) ?? {});
  return context.policies['legs.isDeactivated']({
    written: leg.deactivated ?? '',
    needsActivation: settingsOf(context, leg).needsActivation === 'true',
    activatorPresent: others.some((other) => other !== leg && isActivator(context, other)),
    locked: call?.locked === 'true',
    metLock: leg._metLock === 'true',
  });
}

/** Ends a connected leg when it has lasted as long as it may; what may be is asked again when the time is over. */
export function limitDuration(node: EmulatedNode, id: string, end: () => void): void {
  const leg = node.live.callLegs.get(id);
  if (!leg?._connectedAt) return;
  const context = createContext(node);
  const seconds = context.policies['legs.maximumSeconds'](settingsOf(context, leg).maxCallDurationTime ?? '');
  if (seconds === 0) return;
  const left = Number(leg._connectedAt) + seconds * 1000 - node.cluster.clock.now().getTime();
  if (left <= 0) end();
  else node.cluster.clock.after(left, () => limitDuration(node, id, end));
}
