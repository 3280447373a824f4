import { type Defect, defect, documentedPolicies as documented } from '../../policies/index.ts';

/** What becomes of mail that has to wait. */
export const queueDefects: readonly Defect[] = [
  defect({
    id: 'mail-one-attempt',
    title: 'Mail that can not be sent at once is given up.',
    violates: ['MAIL-QUEUE-01', 'MAIL-QUEUE-02', 'MAIL-QUEUE-04', 'MAIL-QUEUE-06', 'MAIL-QUEUE-07'],
    policy: 'mail.afterFailure',
    with: (): 'refused' => 'refused',
  }),
  defect({
    id: 'mail-forgotten-at-restart',
    title: 'A starting scheduler forgets what was waiting.',
    violates: ['MAIL-QUEUE-02', 'MAIL-QUEUE-04'],
    policy: 'mail.pendingAtStart',
    with: () => [],
  }),
  defect({
    id: 'mail-doubled-at-restart',
    title: 'A starting scheduler sends again what it has sent already.',
    violates: ['MAIL-QUEUE-03', 'MAIL-QUEUE-05'],
    policy: 'mail.pendingAtStart',
    with: (outbox) => outbox.filter(({ state }) => state !== 'refused'),
  }),
  defect({
    id: 'mail-lost-with-power',
    title: 'What was waiting when the power was lost is forgotten.',
    violates: ['MAIL-QUEUE-04'],
    policy: 'mail.pendingAtStart',
    with: (outbox, start) =>
      documented['mail.pendingAtStart'](outbox, start).filter(({ bootedAt }) => bootedAt === start.bootedAt),
  }),
  defect({
    id: 'mail-doubled-after-power-loss',
    title: 'What was sent before the power was lost is sent again.',
    violates: ['MAIL-QUEUE-05'],
    policy: 'mail.pendingAtStart',
    with: (outbox, { bootedAt }) =>
      outbox.filter((mail) => mail.state === 'queued' || (mail.state === 'sent' && mail.bootedAt !== bootedAt)),
  }),
  defect({
    id: 'mail-temporary-is-final',
    title: 'A recipient that is refused for the moment is given up.',
    violates: ['MAIL-QUEUE-06'],
    policy: 'mail.afterFailure',
    with: ({ step, code }) => (step === 'message' && code !== null ? 'refused' : 'queued'),
  }),
  defect({
    id: 'mail-newest-first',
    title: 'The newest of the waiting messages is sent first.',
    violates: ['MAIL-QUEUE-07'],
    policy: 'mail.sendingOrder',
    with: (oldestFirst) => [...oldestFirst].reverse(),
  }),
];
