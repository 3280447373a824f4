import { missingReason } from '../../protocol/api/tree.ts';
import { Refusal, type RequestContext } from './context.ts';
import { legProfilesOf } from './effective.ts';
import { changeEveryParticipant } from './participants.ts';
import type { Parent, Resource } from './resources.ts';

const none = { list: () => [], find: () => undefined };

/** All participants of a call at once (CMS API reference, "Participant related methods"). */
export const everyParticipantResource: Resource = {
  ...none,
  run: (context, changes, parent) => {
    changeEveryParticipant(context, parent?.id ?? '', changes);
    return {};
  },
};

/** A leg is asked for a key frame (CMS API reference, "Call leg methods"). There is no media; that it is there is all. */
export const keyframeResource = action('generateKeyframe');

/** A leg's camera is moved (CMS API reference, "Call leg methods"); what it sees is nobody's matter here. */
export const cameraControlResource = action('cameraControl');

/** Which call leg profiles apply to a leg, and where they are set (CMS API reference, "Call leg profile methods"). */
export const callLegProfileTraceResource: Resource = {
  ...none,
  document: (context, parent) => {
    const profiles = context.policies['legs.tracedProfiles'](legProfilesOf(context, legOf(context, parent)));
    return {
      name: 'callLegProfileTrace',
      attributes: [['callLeg', parent?.id ?? '']],
      children: profiles.map(({ scope, id, settings }) => ({
        name: 'profile',
        attributes: [['scope', scope]],
        children: [
          {
            name: 'callLegProfile',
            attributes: [['id', id]],
            children: Object.entries(settings).map(([name, text]) => ({ name, text })),
          },
        ],
      })),
    };
  },
};

function action(name: 'generateKeyframe' | 'cameraControl'): Resource {
  return {
    ...none,
    run: (context, _changes, parent) => {
      legOf(context, parent);
      const refusal = context.policies['legs.actionRefusal'](name);
      if (refusal !== null) throw new Refusal(refusal);
      return {};
    },
  };
}

function legOf({ node, policies }: RequestContext, parent: Parent | null) {
  const leg = node.live.callLegs.get(parent?.id ?? '');
  if (leg) return leg;
  throw new Refusal(policies['api.missingObjectReason']('callLeg', missingReason('callLeg')));
}
