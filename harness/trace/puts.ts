import { smallestBody } from '../protocol/trace/parameters.ts';
import type { TracedRequest } from '../protocol/trace/request.ts';
import { idKey } from './document.ts';

/** What the bodies of the PUTs that open and reset a slot say (document 212298, "Start of a scheduled meeting" and "End of a meeting"). */

/** A thing that a body must say: whether it does, what was expected, what is there. */
type Said = [right: boolean, expected: string, seen: string];
type Put = ReadonlyMap<string, string>;

/** The name of an idle slot, with its number. */
export const placeholder = /^TMS_Scheduled_Meeting_(\d+)$/;

/** How many more signs of a reset a body has than of an opening; below zero: fewer. */
export function resemblesReset(put: Put): number {
  return (
    Number(put.get('nonMemberAccess') === 'false') +
    Number(placeholder.test(put.get('name') ?? '')) +
    Number(put.has('regenerateSecret')) -
    Number(put.get('nonMemberAccess') === 'true') -
    Number(put.has('name') && !placeholder.test(put.get('name') ?? '')) -
    Number(put.has('secret'))
  );
}

/** What an opening must say. */
export function openingFields(put: Put): Said[] {
  const name = put.get('name') ?? '';
  return [
    [put.get('nonMemberAccess') === 'true', 'nonMemberAccess=true', `nonMemberAccess=${put.get('nonMemberAccess')}`],
    [put.has('passcode'), 'a passcode, also an empty one', 'none'],
    [name !== '' && !placeholder.test(name), "the meeting's title as name", `name=${name}`],
    [put.has('secret') && !put.has('regenerateSecret'), 'secret, without regenerateSecret', keys(put)],
  ];
}

/** What a reset must say, of the slot with this number where it is known. */
export function resetFields(request: TracedRequest, put: Put, slot: number | null): Said[] {
  const number = placeholder.exec(put.get('name') ?? '')?.[1];
  const expectedName = `TMS_Scheduled_Meeting_${slot ?? '<n>'}`;
  const rightName = number !== undefined && (slot === null || Number(number) === slot);
  const passcode = passcodeLength(request);
  return [
    [rightName, `name=${expectedName}`, `name=${put.get('name')}`],
    [put.get('nonMemberAccess') === 'false', 'nonMemberAccess=false', `nonMemberAccess=${put.get('nonMemberAccess')}`],
    [
      put.has('passcode') && passcode === 0,
      'an empty passcode',
      passcode === null ? 'none' : `one of ${passcode} bytes`,
    ],
    [put.get('regenerateSecret') === 'true' && !put.has('secret'), 'regenerateSecret=true, no secret', keys(put)],
  ];
}

/** Bytes of the passcode; null when there is no such field. */
function passcodeLength(request: TracedRequest): number | null {
  const passcode = request.parameters.find(({ name }) => name === 'passcode');
  if (!passcode) return null;
  if (!passcode.masked) return Buffer.byteLength(passcode.value);
  return request.contentSize === null ? 0 : Math.max(0, request.contentSize - smallestBody(request.parameters));
}

/** The pairs as printed; masks count as equal. */
export function printed(request: TracedRequest): string {
  return request.parameters
    .filter(({ empty }) => !empty)
    .map(({ name, value, masked }) => `${name}=${masked ? '***' : name === 'secret' ? idKey(value) : value}`)
    .join('&');
}

/** The secret in printed pairs. */
export function secretIn(pairs: string): string {
  return /(?:^|&)secret=([^&]*)/.exec(pairs)?.[1] ?? '';
}

function keys(put: Put): string {
  return [...put.keys()].join(' ');
}
