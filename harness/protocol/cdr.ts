import { readXml, type XmlNode } from './xml-read.ts';

/** Kinds of call detail records that are known of calls and their legs (facts: call-bridge-api 19). */
export const recordTypes = ['callStart', 'callEnd', 'callLegStart', 'callLegUpdate', 'callLegEnd'] as const;
export type RecordType = (typeof recordTypes)[number];

/** How a receiver meets a POST: with this status, or by ending the connection without an answer. */
export type CdrAnswer = number | 'drop';

/** A POST as a receiver sees it. */
export interface CdrPost {
  /** Counts the connections of the receiver, from 1. */
  connection: number;
  secured: boolean;
  method: string;
  path: string;
  answer: CdrAnswer;
  /** Null when the body is no XML. */
  document: CdrDocument | null;
}

/** The document of one POST to a receiver. */
export interface CdrDocument {
  /** Name of the root element. */
  root: string;
  session: string | null;
  callBridge: string | null;
  records: CdrRecord[];
}

/** One record as it stands in a document; texts as they are, null for an attribute that isn't there. */
export interface CdrRecord {
  type: string;
  time: string | null;
  recordIndex: string | null;
  correlatorIndex: string | null;
  missing: string | null;
  /** The element inside, `call` or `callLeg`, and its id. */
  subject: string;
  id: string;
  /** Texts of its children, by their names. */
  fields: Record<string, string>;
}

/** Reads the document of a POST. Throws SyntaxError for text that is no XML. */
export function readCdrDocument(text: string): CdrDocument {
  const root = readXml(text);
  return {
    root: root.name,
    session: root.attributes.session ?? null,
    callBridge: root.attributes.callBridge ?? null,
    records: root.children.filter(({ name }) => name === 'record').map(recordOf),
  };
}

function recordOf({ attributes, children }: XmlNode): CdrRecord {
  const [subject] = children;
  return {
    type: attributes.type ?? '',
    time: attributes.time ?? null,
    recordIndex: attributes.recordIndex ?? null,
    correlatorIndex: attributes.correlatorIndex ?? null,
    missing: attributes.numPreceedingRecordsMissing ?? null,
    subject: subject?.name ?? '',
    id: subject?.attributes.id ?? '',
    fields: Object.fromEntries((subject?.children ?? []).map(({ name, text }) => [name, text])),
  };
}
