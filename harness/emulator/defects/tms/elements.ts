import type { Policies } from '../../policies/index.ts';

type Elements = Policies['api.elements'];

/** `api.elements` without one element of one kind of document. */
export function without(type: string, where: 'list' | 'object', name: string): Elements {
  return (ofType, ofWhere, elements) =>
    ofType === type && ofWhere === where ? elements.filter(([element]) => element !== name) : elements;
}

/** `api.elements` with another text in one element of one kind of document. */
export function rewritten(
  type: string,
  where: 'list' | 'object',
  name: string,
  rewrite: (text: string) => string,
): Elements {
  return (ofType, ofWhere, elements) =>
    ofType === type && ofWhere === where
      ? elements.map(([element, text]) => [element, element === name ? rewrite(text) : text])
      : elements;
}

/** Whether a space's name is the one of a slot without a meeting. */
export function isPlaceholder(name: string): boolean {
  return name.startsWith('TMS_Scheduled_Meeting_');
}
