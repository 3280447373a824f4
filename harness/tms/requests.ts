import type { SlotRange } from './allocator.ts';

/** Bodies and names exactly as TMS sends them (document 212298, recorded trace; sizes as logged there). */

/** Prefix of a slot's placeholder name; the slot's number follows. */
export const placeholderPrefix = 'TMS_Scheduled_Meeting_';

/** The name of a slot in which no meeting is held. */
export function placeholderName(slot: number): string {
  return `${placeholderPrefix}${slot}`;
}

export const callProfileBody = 'participantLimit=1000&messageBoardEnabled=false';

export const callLegProfileBody =
  'defaultLayout=telepresence&changeLayoutAllowed=true&presentationContributionAllowed=true' +
  '&presentationViewingAllowed=true&muteSelfAllowed=true&videoMuteSelfAllowed=true';

/** The bulk parameter set of a range; the index markers go out unescaped. */
export function parameterSetBody(range: SlotRange, callProfile: string, callLegProfile: string): string {
  return (
    `startIndex=${range.start}&endIndex=${range.end}&coSpaceUriMapping=$index$` +
    `&coSpaceNameMapping=${placeholderPrefix}$index$&coSpaceCallIdMapping=$index$` +
    `&callProfile=${callProfile}&callLegProfile=${callLegProfile}&nonMemberAccess=false`
  );
}

/** The opening PUT, and just so the PUT of an extension; an empty pair comes first. */
export function openingBody(meeting: { title: string; passcode: string; secret: string }): string {
  return `&nonMemberAccess=true&passcode=${formValue(meeting.passcode)}&name=${formValue(meeting.title)}&secret=${meeting.secret}`;
}

/** The PUT that makes a slot a placeholder again. */
export function resetBody(slot: number): string {
  return `&nonMemberAccess=false&passcode=&name=${placeholderName(slot)}&regenerateSecret=true`;
}

/** Form encoding as TMS does it: a blank is `+`, and `@` and `$` stay as they are. */
export function formValue(text: string): string {
  return encodeURIComponent(text).replaceAll('%20', '+').replaceAll('%40', '@').replaceAll('%24', '$');
}
