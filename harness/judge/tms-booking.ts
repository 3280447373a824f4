import { type ErrorName, errorCodes } from '../protocol/tmsba/errors.ts';
import { type SoapVersion, soap } from '../protocol/tmsba/service.ts';
import { readTime } from '../protocol/tmsba/times.ts';
import { conference } from '../protocol/tmsba/types.ts';
import { defineJudge, type Finding } from './judge.ts';

/** An answer of the Booking API as a judge sees it. */
export interface BookingSeen {
  request: string;
  status: number;
  contentType: string;
  /** SOAP version of the envelope; null when the answer is none. */
  envelope: SoapVersion | null;
  fault: {
    who: string;
    reason: string;
    detailName: string | null;
    errorCode: number | null;
    clientSession: string | null;
  } | null;
}

/** The text of a conference's elements by their names. */
export type ConferenceSeen = Readonly<Record<string, string>>;

const finding = (where: string, expected: string, observed: string): Finding => ({ where, expected, observed });

function outcomeOf({ status, fault }: BookingSeen): string {
  return fault ? `${status} with the fault ${fault.errorCode ?? 'without code'} (${fault.reason})` : String(status);
}

/** 200 and no fault. */
export const bookingAnswered = defineJudge('booking.answered', ({ answer }: { answer: BookingSeen }): Finding[] =>
  answer.status === 200 && answer.envelope && !answer.fault
    ? []
    : [finding(answer.request, '200 with a SOAP message', outcomeOf(answer))],
);

/** An HTTP 500 fault with the code of that error. */
export const bookingFails = defineJudge(
  'booking.fails',
  ({ answer, error }: { answer: BookingSeen; error: ErrorName }): Finding[] =>
    answer.status === 500 && answer.fault?.errorCode === errorCodes[error]
      ? []
      : [finding(answer.request, `500 with the fault ${errorCodes[error]} (${error})`, outcomeOf(answer))],
);

/** Refused in whatever way: no success. */
export const bookingRefused = defineJudge('booking.refused', ({ answer }: { answer: BookingSeen }): Finding[] =>
  answer.status >= 400 ? [] : [finding(answer.request, 'a refusal', outcomeOf(answer))],
);

/** An HTTP status, such as 401. */
export const bookingStatusIs = defineJudge(
  'booking.status',
  ({ answer, status }: { answer: BookingSeen; status: number }): Finding[] =>
    answer.status === status ? [] : [finding(answer.request, String(status), String(answer.status))],
);

/** Envelope and media type of that SOAP version. */
export const answeredInSoap = defineJudge(
  'booking.soap',
  ({ answer, version }: { answer: BookingSeen; version: SoapVersion }): Finding[] => {
    const mediaType = answer.contentType.split(';')[0]?.trim().toLowerCase();
    return [
      ...(answer.envelope === version
        ? []
        : [finding(answer.request, `an envelope of SOAP ${version}`, answer.envelope ?? 'none')]),
      ...(mediaType === soap[version].mediaType
        ? []
        : [finding(answer.request, `content type ${soap[version].mediaType}`, answer.contentType)]),
    ];
  },
);

/** A fault that refuses the session and brings a fresh one, which isn't the one that was sent. */
export const sessionIsOffered = defineJudge(
  'booking.session',
  ({ answer, sent }: { answer: BookingSeen; sent: string }): Finding[] => {
    const fresh = answer.fault?.clientSession ?? '';
    if (fresh !== '' && fresh !== sent) return [];
    return [finding(answer.request, 'a fault with a fresh clientsessionid', fresh === '' ? 'none' : 'the same one')];
  },
);

/** No fault of the session. */
export const sessionIsTaken = defineJudge('booking.session.taken', ({ answer }: { answer: BookingSeen }): Finding[] => {
  const codes: number[] = [errorCodes.ERR_CLIENT_SESSION_BLANK, errorCodes.ERR_CLIENT_SESSION_EXPIRED];
  const refused = answer.fault?.errorCode && codes.includes(answer.fault.errorCode);
  return refused ? [finding(answer.request, 'no fault of the session', outcomeOf(answer))] : [];
});

/** A fault's detail is named `detail`, in no namespace, also in SOAP 1.2. */
export const faultDetailIsPlain = defineJudge(
  'booking.fault.detail',
  ({ answer }: { answer: BookingSeen }): Finding[] =>
    answer.fault?.detailName === 'detail'
      ? []
      : [finding(answer.request, 'a fault with <detail> in no namespace', answer.fault?.detailName ?? 'none')],
);

/** A conference has these values. */
export const conferenceHolds = defineJudge(
  'booking.conference',
  ({
    request,
    conference: seen,
    expected,
  }: {
    request: string;
    conference: ConferenceSeen;
    expected: ConferenceSeen;
  }): Finding[] =>
    Object.entries(expected)
      .filter(([name, value]) => seen[name] !== value)
      .map(([name, value]) =>
        finding(`${request}: ${name}`, JSON.stringify(value), JSON.stringify(seen[name] ?? null)),
      ),
);

/** Each value is above zero, and no two are the same. */
export const idsAreGiven = defineJudge(
  'booking.ids',
  ({ request, ids }: { request: string; ids: readonly string[] }): Finding[] => {
    const wrong = ids.filter((id, index) => !/^-?\d+$/.test(id) || Number(id) === 0 || ids.indexOf(id) !== index);
    return wrong.map((id) => finding(request, 'ids other than 0, each one its own', JSON.stringify(id)));
  },
);

/** Instants, in order; texts that name the same instant are equal. */
export const timesAre = defineJudge(
  'booking.times',
  ({
    where,
    observed,
    expected,
    toleranceSeconds = 0,
  }: {
    where: string;
    observed: readonly string[];
    expected: readonly string[];
    toleranceSeconds?: number;
  }): Finding[] => {
    const same =
      observed.length === expected.length &&
      observed.every((text, index) => {
        const apart =
          (readTime(text.replace(/Z?$/, 'Z'))?.getTime() ?? Number.NaN) - new Date(expected[index] ?? '').getTime();
        return Math.abs(apart) <= toleranceSeconds * 1000;
      });
    return same ? [] : [finding(where, expected.join(', ') || 'none', observed.join(', ') || 'none')];
  },
);

/** Times are in UTC and say so. */
export const timesAreInUtc = defineJudge(
  'booking.times.utc',
  ({ request, times }: { request: string; times: readonly string[] }): Finding[] =>
    times
      .filter((text) => readTime(text) === null)
      .map((text) => finding(request, 'yyyy-MM-dd HH:mm:ssZ, or with a T', JSON.stringify(text))),
);

/** How often a list has a conference. */
export const listHas = defineJudge(
  'booking.list',
  ({ request, ids, id, times }: { request: string; ids: readonly string[]; id: string; times: number }): Finding[] => {
    const found = ids.filter((other) => other === id).length;
    return found === times ? [] : [finding(request, `conference ${id} ${times} times`, `${found} times`)];
  },
);

/** What was noted of a conference, in order. */
export const transactionsAre = defineJudge(
  'booking.transactions',
  ({
    request,
    observed,
    expected,
  }: {
    request: string;
    observed: readonly string[];
    expected: readonly string[];
  }): Finding[] =>
    observed.join() === expected.join()
      ? []
      : [finding(request, expected.join(', ') || 'none', observed.join(', ') || 'none')],
);

/** No transaction has that id or a lower one. */
export const transactionsAreAfter = defineJudge(
  'booking.transactions.after',
  ({ request, ids, after }: { request: string; ids: readonly string[]; after: string }): Finding[] =>
    ids.filter((id) => Number(id) <= Number(after)).map((id) => finding(request, `ids above ${after}`, id)),
);

/** The elements of a conference come in the order of the schema. */
export const elementsAreOrdered = defineJudge(
  'booking.elements.order',
  ({ request, elements }: { request: string; elements: readonly string[] }): Finding[] => {
    const order = conference.fields.map(({ name }) => name);
    const known = elements.filter((name) => order.includes(name));
    const sorted = [...known].sort((a, b) => order.indexOf(a) - order.indexOf(b));
    return known.join() === sorted.join() ? [] : [finding(request, sorted.join(' '), known.join(' '))];
  },
);

/** These elements are there, and those are not. */
export const elementsAre = defineJudge(
  'booking.elements',
  ({
    request,
    elements,
    present,
    absent,
  }: {
    request: string;
    elements: readonly string[];
    present: readonly string[];
    absent: readonly string[];
  }): Finding[] => [
    ...present
      .filter((name) => !elements.includes(name))
      .map((name) => finding(request, `<${name}>`, 'no such element')),
    ...absent.filter((name) => elements.includes(name)).map((name) => finding(request, `no <${name}>`, 'it is there')),
  ],
);

/** The last element of a conference. */
export const elementsEndWith = defineJudge(
  'booking.elements.last',
  ({ request, elements, last }: { request: string; elements: readonly string[]; last: string }): Finding[] => {
    const found = elements.at(-1) ?? 'none';
    return found === last ? [] : [finding(request, `${last} as the last element`, found)];
  },
);

/** A number that is higher than another one. */
export const numberRises = defineJudge(
  'booking.rises',
  ({ where, before, after }: { where: string; before: string; after: string }): Finding[] =>
    /^\d+$/.test(after) && Number(after) > Number(before)
      ? []
      : [finding(where, `more than ${before}`, after || 'none')],
);

/** A text that matches. */
export const isGuid = defineJudge('booking.guid', ({ where, value }: { where: string; value: string }): Finding[] =>
  /^\{?[0-9a-f]{8}(-?[0-9a-f]{4}){3}-?[0-9a-f]{12}\}?$/i.test(value)
    ? []
    : [finding(where, 'a GUID', JSON.stringify(value))],
);

/** What a WSDL tells. */
export interface WsdlSeen {
  request: string;
  status: number;
  targetNamespace: string;
  /** Names of the ports with the namespace of their binding. */
  ports: readonly { name: string; binding: string }[];
  /** Names with their SOAPActions. */
  operations: readonly { name: string; actions: readonly string[] }[];
}

/** A port for SOAP 1.1 of that name, and one for SOAP 1.2. */
export const wsdlHasPorts = defineJudge(
  'booking.wsdl.ports',
  ({ wsdl, namespace, port }: { wsdl: WsdlSeen; namespace: string; port: string }): Finding[] => {
    const first = wsdl.ports.find(({ name }) => name === port);
    const second = wsdl.ports.find(({ binding }) => binding === soap['1.2'].binding);
    return [
      ...(wsdl.status === 200 && wsdl.targetNamespace === namespace
        ? []
        : [finding(wsdl.request, `a WSDL of ${namespace}`, `${wsdl.status}, ${wsdl.targetNamespace || 'no WSDL'}`)]),
      ...(first?.binding === soap['1.1'].binding ? [] : [finding(wsdl.request, `${port} over SOAP 1.1`, 'none')]),
      ...(second ? [] : [finding(wsdl.request, 'a port over SOAP 1.2', 'none')]),
    ];
  },
);

/** Operations with their SOAPAction, the namespace and their name. */
export const wsdlLists = defineJudge(
  'booking.wsdl.operations',
  ({ wsdl, namespace, names }: { wsdl: WsdlSeen; namespace: string; names: readonly string[] }): Finding[] =>
    names.flatMap((name) => {
      const found = wsdl.operations.find((operation) => operation.name === name);
      const right =
        found && found.actions.length > 0 && found.actions.every((action) => action === `${namespace}${name}`);
      return right
        ? []
        : [finding(wsdl.request, `${name} with SOAPAction ${namespace}${name}`, found?.actions.join() ?? 'none')];
    }),
);
