import type { DocumentSeen, NodeListing } from './cluster.ts';
import { defineJudge, type Finding } from './judge.ts';
import { findingOn } from './on-node.ts';

/** Rules about what tells the Call Bridges of a cluster apart, and about calls that several of them host. */

/** A write's answer, with the names of the reasons where it was refused. */
export interface AnswerOf {
  node: string;
  request: string;
  status: number;
  reasons: string[];
}

/** Every bridge lists the same members, and there are as many as bridges were asked, at least (call-bridge-api 16). */
export const membersAgree = defineJudge<NodeListing[]>('cluster.members.agree', (listings) => {
  const described = listings.map((listing) =>
    listing.items
      .map(({ id, fields }) => `${fields.name ?? ''} ${id}`)
      .sort()
      .join(', '),
  );
  return listings.flatMap((listing, at) => [
    ...listing.statuses.filter((status) => status !== 200).map((status) => findingOn(listing, 'status 200', status)),
    ...(described[at] === described[0] ? [] : [findingOn(listing, described[0] ?? '', described[at] ?? '')]),
    ...(listing.items.length >= listings.length
      ? []
      : [findingOn(listing, `${listings.length} members at least`, listing.items.length)]),
  ]);
});

/** A member has a name, and an address of the form `https://host[:port]` (call-bridge-api 16). */
export const memberIsAddressed = defineJudge<DocumentSeen>('cluster.member.isAddressed', (document) => [
  ...read(document),
  ...(document.fields.name ? [] : [findingOn(document, 'a name', 'none')]),
  ...(/^https:\/\/[^/\s]+\/?$/i.test(document.fields.address ?? '')
    ? []
    : [findingOn(document, 'an address https://host[:port]', document.fields.address ?? 'none')]),
]);

/** Every bridge's document has this text in a field (call-bridge-api 17.1). */
export const eachReads = defineJudge<{ field: string; value: string; documents: DocumentSeen[] }>(
  'cluster.documents.eachReads',
  ({ field, value, documents }) =>
    documents.flatMap((document) => [
      ...read(document),
      ...(document.fields[field] === value
        ? []
        : [findingOn(document, `${field} ${value}`, document.fields[field] ?? 'none')]),
    ]),
);

/** A field has one text in the documents of all bridges, and has one at all (call-bridge-api 11.2, 17.1). */
export const fieldIsOne = defineJudge<{ field: string; documents: DocumentSeen[] }>(
  'cluster.field.isOne',
  ({ field, documents }) =>
    documents.flatMap((document) => {
      const [value, first] = [document.fields[field] ?? '', documents[0]?.fields[field] ?? ''];
      if (value === '') return [...read(document), findingOn(document, `a ${field}`, 'none')];
      return value === first ? read(document) : [findingOn(document, `${field} ${first}`, value)];
    }),
);

/** A field, or the id, differs between the documents of all bridges (call-bridge-api 11.2, 17.1). */
export const eachIsItsOwn = defineJudge<{ field: string; documents: DocumentSeen[] }>(
  'cluster.field.eachIsItsOwn',
  ({ field, documents }) => {
    const values = documents.map(({ id, fields }) => (field === 'id' ? id : (fields[field] ?? '')));
    return documents.flatMap((document, at) => {
      const value = values[at] ?? '';
      if (value === '') return [...read(document), findingOn(document, `a ${field}`, 'none')];
      return values.indexOf(value) === at ? read(document) : [findingOn(document, `a ${field} of its own`, value)];
    });
  },
);

/** Each bridge's unique name is that of one member, and no other bridge's (call-bridge-api 16). */
export const namesAreMembers = defineJudge<{ documents: DocumentSeen[]; members: NodeListing }>(
  'cluster.uniqueName.isMember',
  ({ documents, members }) => [
    ...eachIsItsOwn({ field: 'uniqueName', documents }),
    ...documents
      .filter(({ fields }) => !members.items.some((member) => member.fields.name === fields.uniqueName))
      .map((document) =>
        findingOn(document, 'the name of a member of the cluster', document.fields.uniqueName ?? 'none'),
      ),
  ],
);

/** A write is refused with this reason (call-bridge-api 5). */
export const refusedFor = defineJudge<{ answer: AnswerOf; reason: string }>(
  'cluster.write.refusedFor',
  ({ answer, reason }) =>
    answer.status >= 400 && answer.status < 500 && answer.reasons.includes(reason)
      ? []
      : [findingOn(answer, `status 4xx with ${reason}`, described(answer))],
);

/** What a bridge shows of one party: the documents of its call's participants. */
export interface ParticipantsSeen {
  node: string;
  request: string;
  /** Status of every page of the list. */
  statuses: number[];
  party: string;
  documents: DocumentSeen[];
}

/** The party is among the participants, and named as another bridge's (call-bridge-api 12.5). */
export const remoteIsListed = defineJudge<ParticipantsSeen & { callBridge: string }>(
  'cluster.remote.isListed',
  ({ callBridge, ...seen }) => {
    const found = partyIn(seen);
    if (!found) return [findingOn(seen, `a participant ${seen.party}`, `${seen.documents.length} others`)];
    return found.fields.callBridge === callBridge
      ? []
      : [findingOn(found, `callBridge ${callBridge}`, found.fields.callBridge ?? 'none')];
  },
);

/** Its own bridge tells how many legs a participant has, another one doesn't (call-bridge-api 12.5). */
export const legsAreTheHosts = defineJudge<{ own: ParticipantsSeen; remote: ParticipantsSeen }>(
  'cluster.remote.hasNoLegs',
  ({ own, remote }) => {
    const [here, there] = [partyIn(own), partyIn(remote)];
    return [
      ...(here?.fields.numCallLegs ? [] : [findingOn(own, `numCallLegs of ${own.party}`, 'none')]),
      ...(there && there.fields.numCallLegs === undefined
        ? []
        : [
            findingOn(
              remote,
              `${remote.party} without numCallLegs`,
              there?.fields.numCallLegs ?? 'no such participant',
            ),
          ]),
    ];
  },
);

/** A call counts so many participants of its own and of the other bridges (call-bridge-api 11.2). */
export const participantsAre = defineJudge<{ document: DocumentSeen; local: number; remote: number }>(
  'cluster.call.participantsAre',
  ({ document, local, remote }) => [
    ...read(document),
    ...(Number(document.fields.numParticipantsLocal ?? 0) === local
      ? []
      : [findingOn(document, `numParticipantsLocal ${local}`, document.fields.numParticipantsLocal ?? 'none')]),
    ...(Number(document.fields.numParticipantsRemote ?? 0) === remote
      ? []
      : [findingOn(document, `numParticipantsRemote ${remote}`, document.fields.numParticipantsRemote ?? 'none')]),
  ],
);

/** The party is among the participants no more; its call may have ended with it, but an answer there is (call-bridge-api 12.5). */
export const absentFrom = defineJudge<ParticipantsSeen>('cluster.remote.isAbsent', (seen) => [
  ...[...seen.statuses, ...seen.documents.map(({ status }) => status)]
    .filter((status) => ![200, 400, 404].includes(status))
    .map((status) => findingOn(seen, 'the participants, or that there is no such call', `status ${status}`)),
  ...(partyIn(seen) ? [findingOn(seen, `no participant ${seen.party}`, 'it is listed')] : []),
]);

/**
 * A write on another bridge's participant is carried out, or refused with this reason (call-bridge-api 12.5). It is carried out
 * when the participant's own bridge shows what is `wanted`: fields of it, or null where it is to be gone.
 */
export const doneOrRefusedFor = defineJudge<{
  answer: AnswerOf;
  reason: string;
  own: ParticipantsSeen;
  wanted: Record<string, string> | null;
}>('cluster.remote.doneOrRefused', ({ answer, reason, own, wanted }) => {
  if (answer.status !== 200)
    return answer.status >= 400 && answer.status < 500 && answer.reasons.includes(reason)
      ? []
      : [findingOn(answer, `status 200, or 4xx with ${reason}`, described(answer))];
  if (wanted === null) return absentFrom(own);
  const found = partyIn(own);
  if (!found) return [findingOn(own, `a participant ${own.party}`, `${own.documents.length} others`)];
  return Object.entries(wanted)
    .filter(([field, value]) => found.fields[field] !== value)
    .map(([field, value]) => findingOn(found, `${field} ${value}`, found.fields[field] ?? 'none'));
});

/** The bridge lists the call (call-bridge-api 1.1). */
export const callIsHosted = defineJudge<{ call: string; listing: NodeListing }>(
  'cluster.call.isHosted',
  ({ call, listing }) =>
    listing.items.some(({ id }) => id === call) ? [] : [findingOn(listing, `an item ${call}`, 'none')],
);

/** The participant for a party. */
export function partyIn({ party, documents }: ParticipantsSeen): DocumentSeen | undefined {
  return documents.find(({ fields }) => [fields.uri, fields.originalUri, fields.name].includes(party));
}

function read(document: DocumentSeen): Finding[] {
  return document.status === 200 ? [] : [findingOn(document, 'status 200', document.status)];
}

function described({ status, reasons }: AnswerOf): string {
  return `status ${status}${reasons.length === 0 ? '' : ` with ${reasons.join(' ')}`}`;
}
