import { type Defect, defect } from '../../policies/index.ts';
import type { BridgeRequest } from '../../policies/tms-system.ts';

const minute = 60_000;

/** How conferences are held. */
export const conferenceDefects: readonly Defect[] = [
  defect({
    id: 'conference-spaces-unread',
    title: 'The spaces are not read again after the call was created.',
    violates: ['TMS-CONF-01'],
    policy: 'tms.requestsOf',
    with: (step, before) => {
      const isAfterCall = before.some(({ method, path }) => method === 'POST' && path.endsWith('/calls'));
      return [isAfterCall && step.path.endsWith('/coSpaces') ? { ...step, path: '/api/v1/calls' } : step];
    },
  }),
  defect({
    id: 'conference-opening-with-more',
    title: 'The opening PUT also requires the call ID.',
    violates: ['TMS-CONF-02'],
    policy: 'tms.requestsOf',
    with: (step) => [isOpening(step) ? { ...step, body: `${step.body}&requireCallId=true` } : step],
  }),
  defect({
    id: 'conference-call-with-name',
    title: 'The call is created with a name of its own.',
    violates: ['TMS-CONF-03'],
    policy: 'tms.requestsOf',
    with: (step) => [step.path.endsWith('/calls') && step.body ? { ...step, body: `${step.body}&name=TMS` } : step],
  }),
  defect({
    id: 'conference-dials-everybody',
    title: 'Dial-in participants are dialled too.',
    violates: ['TMS-CONF-04'],
    policy: 'conference.dialled',
    with: ({ type, participants }) =>
      type === 'Automatic Call Launch' ? participants.map(({ nameOrNumber }) => nameOrNumber) : [],
  }),
  defect({
    id: 'conference-dials-without-launch',
    title: 'Participants are dialled whatever the type of the conference is.',
    violates: ['TMS-CONF-05'],
    policy: 'conference.dialled',
    with: ({ participants }) =>
      participants.filter(({ callType }) => callType.endsWith('->')).map(({ nameOrNumber }) => nameOrNumber),
  }),
  defect({
    id: 'conference-opened-half-an-hour-early',
    title: 'Slots are opened half an hour before the start.',
    violates: ['TMS-CONF-06'],
    policy: 'conference.opensAt',
    with: (start) => start.getTime() - 30 * minute,
  }),
  defect({
    id: 'conference-ends-late',
    title: 'A conference is ended ten minutes after its end.',
    violates: ['TMS-CONF-07', 'TMS-CONF-11', 'TMS-CONF-15'],
    policy: 'conference.endsAt',
    with: (end) => end.getTime() + 10 * minute,
  }),
  defect({
    id: 'conference-reset-keeps-secret',
    title: 'The reset does not renew the secret.',
    violates: ['TMS-CONF-08'],
    policy: 'tms.requestsOf',
    with: (step) => [
      isReset(step)
        ? { ...step, body: step.body?.replace('&regenerateSecret=true', '&regenerateSecret=false') ?? '' }
        : step,
    ],
  }),
  defect({
    id: 'conference-deletes-slot',
    title: 'The slot is deleted at the end of its conference.',
    violates: ['TMS-CONF-09'],
    policy: 'tms.requestsOf',
    with: (step) => (isReset(step) ? [{ method: 'DELETE', path: step.path }, step] : [step]),
  }),
  defect({
    id: 'conference-extension-with-new-secret',
    title: 'An extension sends another secret.',
    violates: ['TMS-CONF-10'],
    policy: 'conference.extension',
    with: (meeting) => ({ ...meeting, secret: meeting.secret.split('').reverse().join('') }),
  }),
  defect({
    id: 'conference-extension-marked',
    title: 'An extension marks the name.',
    violates: ['TMS-CONF-10'],
    policy: 'conference.extension',
    with: (meeting) => ({ ...meeting, title: `${meeting.title} (extended)` }),
  }),
  defect({
    id: 'conference-extension-not-told',
    title: 'A new end is not told to the bridge.',
    violates: ['TMS-CONF-10'],
    policy: 'conference.tellsExtension',
    with: () => false,
  }),
  defect({
    id: 'conference-deleted-before-is-held',
    title: 'Deleting a conference before its start opens a slot and resets it.',
    violates: ['TMS-CONF-12'],
    policy: 'conference.deletionEnds',
    with: () => true,
  }),
  defect({
    id: 'conference-deleted-goes-on',
    title: 'A deleted conference goes on.',
    violates: ['TMS-CONF-13'],
    policy: 'conference.deletionEnds',
    with: () => false,
  }),
  defect({
    id: 'conference-ended-goes-on',
    title: 'A conference that was ended by hand goes on.',
    violates: ['TMS-CONF-14'],
    policy: 'conference.endsByHand',
    with: () => false,
  }),
  defect({
    id: 'conference-shares-slot',
    title: 'A conference is given the slot of one that runs.',
    violates: ['TMS-CONF-16', 'TMS-CONF-17'],
    policy: 'conference.sharedSlot',
    with: ([running]) => running ?? null,
  }),
  defect({
    id: 'conference-defective-started',
    title: 'Defective conferences are started.',
    violates: ['TMS-CONF-22'],
    policy: 'conference.isStarted',
    with: (status) => status === 'Pending' || status === 'Defective',
  }),
  defect({
    id: 'conference-secret-of-slot',
    title: 'Every conference of a slot gets the same secret.',
    violates: ['TMS-CONF-18'],
    policy: 'conference.secret',
    with: (_fresh, slot) => `00000000-0000-4000-8000-${String(slot).padStart(12, '0')}`,
  }),
  defect({
    id: 'conference-name-in-ascii',
    title: 'Letters beyond ASCII are left out of the name.',
    violates: ['TMS-CONF-19'],
    policy: 'conference.name',
    with: (title) => title.replace(/[^ -~]/g, ''),
  }),
  defect({
    id: 'conference-name-cut',
    title: 'The name is cut after 200 characters.',
    violates: ['TMS-CONF-20'],
    policy: 'conference.name',
    with: (title) => title.slice(0, 200),
  }),
  defect({
    id: 'conference-pin-as-number',
    title: 'A PIN loses its leading zeros.',
    violates: ['TMS-CONF-21'],
    policy: 'conference.passcode',
    with: (password) => password.replace(/^0+/, ''),
  }),
  defect({
    id: 'conference-lost-call-keeps-slot',
    title: 'A conference whose call is gone is not reset.',
    violates: ['TMS-CONF-23'],
    policy: 'conference.endsWithoutCall',
    with: () => false,
  }),
];

function isOpening({ body }: BridgeRequest): boolean {
  return body?.includes('nonMemberAccess=true') ?? false;
}

function isReset({ body }: BridgeRequest): boolean {
  return body?.includes('regenerateSecret') ?? false;
}
