import type { ApiContext } from '../api/context.ts';
import { callName } from '../api/live.ts';
import type { LiveFields } from '../kernel/live-events.ts';
import type { EventElements } from '../policies/events.ts';

/** What a client of events can be told of a call (facts: call-bridge-api 21; the kinds of values are inferred). */
export function callElements(context: ApiContext, id: string, fields: LiveFields): EventElements {
  const participants = context.node.live.participants.of(id).size;
  return context.policies['events.call']({
    name: callName(context, fields),
    participants,
    distributedInstances: 0,
    recording: fields.recording === 'true',
    endpointRecording: fields.endpointRecording === 'true',
    streaming: fields.streaming === 'true',
    lockState: fields.locked === 'true' ? 'locked' : 'unlocked',
    callType: fields.callType ?? (fields.coSpace ? 'coSpace' : 'adHoc'),
    callCorrelator: fields.callCorrelator ?? '',
    ...(fields.joinAudioMuteOverride === undefined
      ? {}
      : { joinAudioMuteOverride: fields.joinAudioMuteOverride === 'true' }),
  });
}

/** What a client of events can be told of a participant. */
export function participantElements(context: ApiContext, fields: LiveFields): EventElements {
  const leg = context.node.live.callLegs.get(fields._leg ?? '') ?? {};
  return context.policies['events.participant']({
    name: fields.name ?? '',
    uri: fields.uri ?? '',
    state: fields.state ?? '',
    direction: leg.direction ?? '',
    audioMuted: leg.rxAudioMute === 'true',
    videoMuted: leg.rxVideoMute === 'true',
    importance: Number(fields.importance ?? 0),
    layout: leg.chosenLayout ?? '',
    activeSpeaker: false,
    presenter: false,
    endpointRecording: false,
    canMove: fields.canMove === 'true',
  });
}
