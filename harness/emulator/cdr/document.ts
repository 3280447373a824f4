import { writeXml, type XmlElement } from '../../protocol/xml.ts';
import type { Policies } from '../policies/index.ts';
import type { SentRecord } from './queue.ts';

/** The document of one POST (facts: call-bridge-api 18, 19). */
export function cdrDocument(
  policies: Policies,
  of: { session: string; callBridge: string | null; position: number },
  records: readonly SentRecord[],
): string {
  const root: XmlElement = {
    name: policies['cdr.root'](),
    attributes: [['session', of.session], ...(of.callBridge === null ? [] : [['callBridge', of.callBridge] as const])],
    children: policies['cdr.batchOrder'](records).map((record) => element(policies, of.position, record)),
  };
  return writeXml(root, {
    declaration: policies['cdr.declaration'](),
    gap: policies['cdr.elementGap'](),
    escape: policies['api.escapeText'],
    empty: policies['api.emptyElement'],
    flag: policies['api.flagElement'],
  }).text;
}

function element(policies: Policies, position: number, record: SentRecord): XmlElement {
  const { type, at, recordIndex, correlatorIndex, missing, subject, id, fields } = record;
  return {
    name: 'record',
    attributes: [
      ['type', type],
      ['time', policies['cdr.time'](at)],
      ['recordIndex', String(recordIndex)],
      ['correlatorIndex', String(policies['cdr.correlatorIndexFor'](correlatorIndex, position))],
      ...(missing > 0 ? [['numPreceedingRecordsMissing', String(missing)] as const] : []),
    ],
    children: [{ name: subject, attributes: [['id', id]], children: fields.map(([name, text]) => ({ name, text })) }],
  };
}
