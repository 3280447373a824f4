import { documentedPolicies as documented, type Variant, variant } from '../policies/index.ts';

/** Conforming differences of the scheduler's e-mail: everything here is left open by the documents. */
export const mailVariants: readonly Variant[] = [
  variant({
    id: 'mail-other-words',
    title: 'The text has other words and another order.',
    policy: 'mail.template',
    with: (kind) => `Subject: [${kind}] %name%
PIN: %passcode%
ID: %numeric_id%
sip:%uri%
When: %time%`,
  }),
  variant({
    id: 'mail-from-noreply',
    title: 'Mail comes from an address that nobody reads.',
    policy: 'mail.from',
    with: ({ node }) => ({ name: '', address: `noreply@${node}.example.test` }),
  }),
  variant({
    id: 'mail-uid-with-host',
    title: 'The UID of an event ends in a host name.',
    policy: 'mail.uid',
    with: (meeting) => `${meeting}@scheduler.example.test`,
  }),
  variant({
    id: 'mail-sequence-by-tens',
    title: 'The SEQUENCE of an event increases by ten.',
    policy: 'mail.sequence',
    with: (sequence, cancelled) => 10 * documented['mail.sequence'](sequence, cancelled),
  }),
  variant({
    id: 'mail-cancellation-names-all',
    title: 'The calendar of a cancellation names everybody who was invited.',
    policy: 'mail.namedAttendees',
    with: (all) => [...all],
  }),
  variant({
    id: 'mail-cancellation-without-file',
    title: 'A cancellation has its calendar as a part only.',
    policy: 'mail.attachesCalendar',
    with: (kind) => kind !== 'cancellation',
  }),
  variant({
    id: 'mail-retried-every-minute',
    title: 'What could not be sent is tried again every minute.',
    policy: 'mail.retryDelay',
    with: () => 60_000,
  }),
  variant({
    id: 'mail-refused-is-retried',
    title: 'A message that was refused for good is tried again all the same.',
    policy: 'mail.afterFailure',
    with: (): 'queued' => 'queued',
  }),
  variant({
    id: 'mail-log-words',
    title: 'The log tells of mail in other words.',
    policy: 'mail.logText',
    with: (event, mail) => `mail ${event} ${mail.to}`,
  }),
];
