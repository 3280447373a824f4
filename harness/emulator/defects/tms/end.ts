import { type Defect, defect } from '../../policies/index.ts';
import { isPlaceholder } from './elements.ts';

/** The end of a meeting, and what the next one finds. */
export const endDefects: readonly Defect[] = [
  defect({
    id: 'tms-placeholder-not-restored',
    title: 'A slot keeps the title when it is reset.',
    violates: ['TMS-END-02', 'TMS-END-11', 'TMS-ALLOC-01', 'TMS-ALLOC-03'],
    policy: 'spaces.name',
    with: (previous, given) => (isPlaceholder(given) ? previous : given),
  }),
  defect({
    id: 'tms-access-stays-open',
    title: 'Once non-members were let in they stay let in.',
    violates: ['TMS-END-03', 'TMS-END-11'],
    policy: 'spaces.nonMemberAccess',
    with: (previous, given) => (previous === 'true' ? previous : given),
  }),
  defect({
    id: 'tms-empty-passcode-ignored',
    title: 'An empty passcode does not remove the former one.',
    violates: ['TMS-END-04', 'TMS-END-11', 'TMS-ALLOC-06'],
    policy: 'spaces.passcode',
    with: (previous, given) => given || previous,
  }),
  defect({
    id: 'tms-secret-not-renewed',
    title: 'regenerateSecret keeps the secret.',
    violates: ['TMS-END-05', 'SPACE-SECRET-03'],
    policy: 'spaces.regeneratedSecret',
    with: ({ previous }) => previous,
  }),
  defect({
    id: 'tms-call-delete-answers-204',
    title: 'Deleting a call answers 204.',
    violates: ['TMS-END-06'],
    policy: 'api.deletedStatus',
    with: (type) => (type === 'call' ? 204 : 200),
  }),
  defect({
    id: 'tms-call-survives-delete',
    title: 'Deleting a call is answered with success and does nothing.',
    violates: ['TMS-END-07', 'TMS-END-09', 'TMS-ALLOC-01'],
    policy: 'calls.endedByDelete',
    with: () => [],
  }),
  defect({
    id: 'tms-call-legs-survive-delete',
    title: 'The call legs of a deleted call stay.',
    violates: ['TMS-END-08'],
    policy: 'calls.legsEnded',
    with: () => [],
  }),
  defect({
    id: 'tms-deleted-call-reason',
    title: 'A deleted call is refused as an unknown kind of object.',
    violates: ['TMS-END-09'],
    policy: 'api.missingObjectReason',
    with: (type, reason) => (type === 'call' ? 'unrecognisedObject' : reason),
  }),
  defect({
    id: 'tms-slot-removed-with-call',
    title: 'Deleting a call deletes its space.',
    violates: ['TMS-END-10', 'TMS-END-11', 'TMS-ALLOC-01'],
    policy: 'calls.deletingRemovesSpace',
    with: () => true,
  }),
  defect({
    id: 'tms-slot-renamed-with-call',
    title: 'Deleting a call marks the name of its space.',
    violates: ['TMS-END-11'],
    policy: 'calls.spaceNameAfterDelete',
    with: (name) => `${name} (ended)`,
  }),
  defect({
    id: 'tms-delete-ends-every-call',
    title: 'Deleting a call ends all calls of the bridge.',
    violates: ['TMS-END-12'],
    policy: 'calls.endedByDelete',
    with: (_id, calls) => calls.map(({ id }) => id),
  }),
  defect({
    id: 'tms-reset-ends-the-call',
    title: 'The reset PUT ends the call before it is deleted.',
    violates: ['TMS-END-13'],
    policy: 'spaces.callsEndedByModifying',
    with: (calls, previous, name) => (previous !== name && isPlaceholder(name) ? calls.map(({ id }) => id) : []),
  }),
  defect({
    id: 'tms-one-correlator-for-all',
    title: 'Every call has the same correlator.',
    violates: ['TMS-ALLOC-05'],
    policy: 'calls.correlator',
    with: ({ shared, fresh, others }) => others[0] ?? shared ?? fresh,
  }),
  defect({
    id: 'tms-total-of-the-page',
    title: 'total is the number of items on the page.',
    violates: ['TMS-ALLOC-07'],
    policy: 'api.total',
    with: (_matching, returned) => returned,
  }),
  defect({
    id: 'tms-pages-overlap',
    title: 'A page repeats the last item of the one before.',
    violates: ['TMS-ALLOC-07'],
    policy: 'api.page',
    with: ({ count, offset, limit, size, maximum }) => {
      const from = Math.max(0, Math.min(count, offset) - 1);
      return { from, to: Math.min(count, from + Math.min(limit ?? size, maximum)) };
    },
  }),
  defect({
    id: 'tms-placeholder-like-title-ignored',
    title: 'A title that looks like a placeholder is ignored.',
    violates: ['TMS-TEXT-03'],
    policy: 'spaces.name',
    with: (previous, given) => (isPlaceholder(given) && isPlaceholder(previous) ? previous : given),
  }),
];
