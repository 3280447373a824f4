import { type Defect, defect, documentedPolicies as documented } from '../../policies/index.ts';

/** Updates and cancellations. */
export const changeDefects: readonly Defect[] = [
  defect({
    id: 'mail-no-updates',
    title: 'Whoever was invited already is not told of changes.',
    violates: ['MAIL-UPDATE-01', 'MAIL-UPDATE-02', 'MAIL-UPDATE-03', 'MAIL-UPDATE-04', 'MAIL-ICAL-08', 'MAIL-ICAL-09'],
    policy: 'mail.kind',
    with: (person) => (person.was && person.is ? null : documented['mail.kind'](person)),
  }),
  defect({
    id: 'mail-update-new-uid',
    title: 'Every revision of a meeting has a UID of its own.',
    violates: ['MAIL-UPDATE-02', 'MAIL-CANCEL-03'],
    policy: 'mail.uid',
    with: (meeting, { sequence }) => `${meeting}-${sequence}`,
  }),
  defect({
    id: 'mail-cancel-new-uid',
    title: 'A cancellation has a UID of its own.',
    violates: ['MAIL-CANCEL-03'],
    policy: 'mail.uid',
    with: (meeting, { kind }) => (kind === 'cancellation' ? `${meeting}-cancelled` : meeting),
  }),
  defect({
    id: 'mail-update-same-sequence',
    title: 'Updates have the SEQUENCE of the invitation.',
    violates: ['MAIL-UPDATE-03', 'MAIL-QUEUE-07'],
    policy: 'mail.sequence',
    with: (_sequence, cancelled) => (cancelled ? 1 : 0),
  }),
  defect({
    id: 'mail-cancel-same-sequence',
    title: 'A cancellation has the SEQUENCE of what was sent before.',
    violates: ['MAIL-CANCEL-04'],
    policy: 'mail.sequence',
    with: (sequence) => sequence,
  }),
  defect({
    id: 'mail-update-shows-old',
    title: 'An update shows the meeting as it was.',
    violates: ['MAIL-UPDATE-04', 'MAIL-ICAL-08', 'MAIL-ICAL-09'],
    policy: 'mail.shownMeeting',
    with: ({ before, after }) => before ?? after,
  }),
  defect({
    id: 'mail-newcomer-uninvited',
    title: 'Somebody who is added to a meeting is sent nothing.',
    violates: ['MAIL-UPDATE-05'],
    policy: 'mail.kind',
    with: (person) => (person.change === 'changed' && !person.was ? null : documented['mail.kind'](person)),
  }),
  defect({
    id: 'mail-removed-untold',
    title: 'Somebody who is removed from a meeting is sent nothing.',
    violates: ['MAIL-UPDATE-06'],
    policy: 'mail.kind',
    with: (person) => (person.change === 'changed' && !person.is ? null : documented['mail.kind'](person)),
  }),
  defect({
    id: 'mail-no-cancellations',
    title: 'Nobody is told that a meeting was cancelled.',
    violates: ['MAIL-CANCEL-01', 'MAIL-CANCEL-02', 'MAIL-CANCEL-03', 'MAIL-CANCEL-04'],
    policy: 'mail.kind',
    with: (person) => (person.change === 'cancelled' ? null : documented['mail.kind'](person)),
  }),
];
