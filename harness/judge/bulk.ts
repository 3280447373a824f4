import { defineJudge, type Finding } from './judge.ts';
import type { ListingSeen, ObjectSeen } from './tms.ts';

/** Rules about the bulk creation of coSpaces (call-bridge-api 10). What they are shown was made by one check's own sets. */

/** What a mapping should have made of one index. */
export interface ExpectedSpace {
  name: string;
  uri: string;
  callId: string;
}

/** Exactly these spaces, by name, URI and call ID; absent and empty are the same (call-bridge-api 10.1, 10.2). */
export const spacesAre = defineJudge<{ listing: ListingSeen; expected: ExpectedSpace[] }>(
  'bulk.spaces.are',
  ({ listing, expected }) => {
    const wanted = expected.map(described).sort();
    const found = listing.items.map(({ fields }) => described(fields)).sort();
    return [
      ...unread(listing),
      ...(JSON.stringify(wanted) === JSON.stringify(found)
        ? []
        : [
            {
              where: listing.request,
              expected: `the spaces ${wanted.join('; ') || 'none'}`,
              observed: found.join('; ') || 'none',
            },
          ]),
    ];
  },
);

/** A name, a URI or a call ID in every space, nothing in this one (call-bridge-api 10.1). */
export const spacesLack = defineJudge<{ listing: ListingSeen; count: number; field: 'uri' | 'callId' }>(
  'bulk.spaces.lack',
  ({ listing, count, field }) => [
    ...unread(listing),
    ...(listing.items.length === count
      ? []
      : [{ where: listing.request, expected: `${count} spaces`, observed: String(listing.items.length) }]),
    ...listing.items
      .filter(({ fields }) => (fields[field] ?? '') !== '')
      .map(({ id, fields }) => ({
        where: `${listing.request}, ${id}`,
        expected: `no ${field}`,
        observed: fields[field] ?? '',
      })),
  ],
);

/** A mapping that breaks the grammar makes nothing: its set is refused, or its sync fails (call-bridge-api 10.2). */
export const makesNothing = defineJudge<{
  mapping: string;
  /** Status of the answer to the set. */
  set: number;
  /** The sync's last status; null when there was no set to sync. */
  sync: string | null;
  listing: ListingSeen;
}>('bulk.mapping.makesNothing', ({ mapping, set, sync, listing }) => {
  const where = `mapping ${mapping}`;
  const refused = set >= 400 && set < 500;
  return [
    ...unread(listing),
    ...(refused || sync?.startsWith('failed')
      ? []
      : [{ where, expected: 'a refused set or a failed sync', observed: sync ?? `status ${set}` }]),
    ...(listing.items.length === 0
      ? []
      : [{ where, expected: 'no space', observed: `${listing.items.length} of them` }]),
  ];
});

/** Every one of these syncs ended as expected (call-bridge-api 10.3). */
export const allEndIn = defineJudge<{ ends: ObjectSeen[]; expected: string }>(
  'bulk.syncs.endIn',
  ({ ends, expected }) =>
    ends
      .filter(({ fields }) => fields.status !== expected)
      .map(({ request, status, fields }) => ({
        where: request,
        expected,
        observed: fields.status ?? `status ${status}`,
      })),
);

/** A verb that the node doesn't have is refused (call-bridge-api 10.3). */
export const verbIsRefused = defineJudge<{ request: string; status: number }>(
  'bulk.verb.isRefused',
  ({ request, status }) =>
    status >= 400 && status < 500
      ? []
      : [{ where: request, expected: 'a refusal, status 4xx', observed: `status ${status}` }],
);

function described({ name, uri, callId }: { name?: string; uri?: string; callId?: string }): string {
  return `${name ?? ''} (${uri ?? ''}, ${callId ?? ''})`;
}

function unread(listing: ListingSeen): Finding[] {
  return listing.statuses
    .filter((status) => status !== 200)
    .map((status) => ({ where: listing.request, expected: 'status 200', observed: `status ${status}` }));
}
