import { defineJudge, type Finding } from './judge.ts';
import { findingOn } from './on-node.ts';

/** Rules about the Call Bridges of a cluster. What they are shown was read from each node in turn. */

/** An object's document as one node gave it. */
export interface DocumentSeen {
  node: string;
  /** e.g. `GET /api/v1/coSpaces/<id>`. */
  request: string;
  status: number;
  id: string;
  /** Text of each child element. */
  fields: Record<string, string>;
}

/** A collection as one node listed it. */
export interface NodeListing {
  node: string;
  request: string;
  /** Status of every page. */
  statuses: number[];
  items: { id: string; fields: Record<string, string> }[];
}

/** Type of the alarm for a Call Bridge that can't be reached (call-bridge-api 17.2). */
export const linkAlarm = 'callBridgeConnectionFailure';

/** Every node lists an object of this id and name (call-bridge-api 1.1). */
export const objectIsListed = defineJudge<{ id: string; name: string; listings: NodeListing[] }>(
  'cluster.object.isListed',
  ({ id, name, listings }) =>
    eachRead(listings, (listing) => {
      const item = listing.items.find((candidate) => candidate.id === id);
      if (!item) return [findingOn(listing, `an item ${id}`, 'none')];
      return item.fields.name === name
        ? []
        : [findingOn(listing, `name "${name}" at ${id}`, item.fields.name ?? 'none')];
    }),
);

/** A write was accepted, and every node's own document has the new text (call-bridge-api 1.1). */
export const changeIsSeen = defineJudge<{ changed: Written; field: string; value: string; documents: DocumentSeen[] }>(
  'cluster.change.isSeen',
  ({ changed, field, value, documents }) => [
    ...accepted(changed),
    ...documents.flatMap((document) => [
      ...(document.status === 200 ? [] : [findingOn(document, 'status 200', document.status)]),
      ...(document.fields[field] === value
        ? []
        : [findingOn(document, `${field} "${value}"`, document.fields[field] ?? 'none')]),
    ]),
  ],
);

/** What one node answered to a write. */
export interface Written {
  node: string;
  request: string;
  status: number;
}

/** A deletion was accepted, and no node lists the object (call-bridge-api 1.1). */
export const objectIsGone = defineJudge<{ deleted: Written; id: string; listings: NodeListing[] }>(
  'cluster.object.isGone',
  ({ deleted, id, listings }) => [...accepted(deleted), ...absent(id, listings)],
);

/** The hosting bridge lists the call, the others don't (call-bridge-api 1.1). */
export const callIsLocal = defineJudge<{ call: string; host: NodeListing; others: NodeListing[] }>(
  'cluster.call.isLocal',
  ({ call, host, others }) => [
    ...eachRead([host], (listing) =>
      listing.items.some(({ id }) => id === call) ? [] : [findingOn(listing, `an item ${call}`, 'none')],
    ),
    ...absent(call, others),
  ],
);

/** Each document reads as before (call-bridge-api 1.1). */
export const documentsAreSame = defineJudge<{ before: DocumentSeen[]; after: DocumentSeen[] }>(
  'cluster.documents.areSame',
  ({ before, after }) =>
    before.flatMap((was, index) => {
      const is = after[index];
      if (is?.status !== 200) return [findingOn(was, 'status 200', is?.status ?? 'nothing')];
      const names = [...new Set([...Object.keys(was.fields), ...Object.keys(is.fields)])];
      return names
        .filter((name) => was.fields[name] !== is.fields[name])
        .map((name) => findingOn(is, `${name} "${was.fields[name] ?? ''}"`, is.fields[name] ?? 'none'));
    }),
);

/** The node lists no such call (call-bridge-api 1.1). */
export const callIsGone = defineJudge<{ call: string; listings: NodeListing[] }>(
  'cluster.call.isGone',
  ({ call, listings }) => absent(call, listings),
);

/** Every node lists an alarm for a Call Bridge that can't be reached (call-bridge-api 17.2). */
export const linkAlarmIsListed = defineJudge<NodeListing[]>('cluster.alarm.isListed', (listings) =>
  eachRead(listings, (listing) => {
    const types = listing.items.map(({ fields }) => fields.type ?? '');
    return types.includes(linkAlarm)
      ? []
      : [findingOn(listing, `an alarm of type ${linkAlarm}`, types.join(', ') || 'no alarm')];
  }),
);

/** No node lists such an alarm (mmp-and-scheduler 3). */
export const linkAlarmIsAbsent = defineJudge<NodeListing[]>('cluster.alarm.isAbsent', (listings) =>
  eachRead(listings, (listing) => {
    const active = listing.items.filter(({ fields }) => fields.type === linkAlarm);
    return active.length === 0 ? [] : [findingOn(listing, `no alarm of type ${linkAlarm}`, `${active.length} of them`)];
  }),
);

/** Each alarm has an id, a type and a whole number of seconds (call-bridge-api 17.2). */
export const alarmsAreWellFormed = defineJudge<NodeListing>('cluster.alarms.areWellFormed', (listing) =>
  eachRead([listing], () => {
    if (listing.items.length === 0) return [findingOn(listing, 'at least one alarm', 'none')];
    return listing.items.flatMap(({ id, fields }) => [
      ...(id === '' ? [findingOn(listing, 'an alarm with an id', 'one without')] : []),
      ...(fields.type ? [] : [findingOn(listing, 'an alarm with a type', 'one without')]),
      ...(/^\d+$/.test(fields.activeTimeSeconds ?? '')
        ? []
        : [findingOn(listing, 'activeTimeSeconds as a whole number', fields.activeTimeSeconds ?? 'none')]),
    ]);
  }),
);

function absent(id: string, listings: readonly NodeListing[]): Finding[] {
  return eachRead(listings, (listing) =>
    listing.items.some((item) => item.id === id) ? [findingOn(listing, `no item ${id}`, 'it is listed')] : [],
  );
}

/** The findings in each listing that could be read; one that could not is a finding itself. */
function eachRead(listings: readonly NodeListing[], rule: (listing: NodeListing) => Finding[]): Finding[] {
  return listings.flatMap((listing) => {
    const refused = listing.statuses.find((status) => status !== 200);
    return refused === undefined ? rule(listing) : [findingOn(listing, 'status 200', refused)];
  });
}

function accepted(written: Written): Finding[] {
  return written.status === 200 ? [] : [findingOn(written, 'status 200', written.status)];
}
