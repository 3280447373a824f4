import { type Variant, variant } from '../policies/index.ts';

/** What the documents leave open about the API, or state in two ways: every reading is right. */
export const apiVariants: readonly Variant[] = [
  variant({
    id: 'api-elements-reversed',
    title: 'The elements of an object come in another order',
    policy: 'api.elements',
    with: (_type, _where, elements) => [...elements].reverse(),
  }),
  variant({
    id: 'api-elements-added',
    title: 'Objects have elements that no document names',
    policy: 'api.elements',
    with: (_type, _where, elements) => [['somethingNew', 'value'], ...elements, ['somethingNewer', '']],
  }),
  variant({
    id: 'api-page-of-5',
    title: 'Collections are returned in pages of five',
    policy: 'api.page',
    with: ({ count, offset, limit }) => ({
      from: Math.min(offset, count),
      to: Math.min(count, offset + Math.min(limit ?? 5, 5)),
    }),
  }),
  variant({
    id: 'api-list-newest-first',
    title: 'Collections begin with the newest object',
    policy: 'api.listOrder',
    with: (ids) => [...ids].reverse(),
  }),
  variant({
    id: 'api-404-for-unknown',
    title: 'What does not exist is refused with status 404, as the blueprint has it',
    policy: 'api.refusalStatus',
    with: (reason) => (/DoesNotExist$|^unrecogni[sz]edObject$/.test(reason) ? 404 : 400),
  }),
  variant({
    id: 'api-unrecognized-with-z',
    title: 'An unknown node is spelt unrecognizedObject, as in the blueprint',
    policy: 'api.unknownNodeReason',
    with: () => 'unrecognizedObject',
  }),
  variant({
    id: 'api-empty-self-closed',
    title: 'Elements without content are self-closed',
    policy: 'api.emptyElement',
    with: (name, attributes) => `<${name}${attributes}/>`,
  }),
  variant({
    id: 'api-flags-without-blank',
    title: 'Failure reasons are self-closed without a blank',
    policy: 'api.flagElement',
    with: (name, attributes) => `<${name}${attributes}/>`,
  }),
  variant({
    id: 'api-declaration-everywhere',
    title: 'Every document begins with the XML declaration, calls in 2.0 too',
    policy: 'api.declaration',
    with: () => '<?xml version="1.0"?>',
  }),
  variant({
    id: 'api-calls-without-declaration',
    title: 'The list of calls has no XML declaration, as in 2.0',
    policy: 'api.declaration',
    with: (root) => (root === 'calls' ? '' : '<?xml version="1.0"?>'),
  }),
  variant({
    id: 'api-pretty-printed',
    title: 'Elements stand on lines of their own',
    policy: 'api.elementGap',
    with: () => '\n',
  }),
  variant({
    id: 'api-apostrophe-unescaped',
    title: 'Apostrophes and quotation marks in text are not escaped',
    policy: 'api.escapeText',
    with: (text) =>
      text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&#34;'),
  }),
  variant({
    id: 'api-other-realm',
    title: 'The Basic challenge names another realm',
    policy: 'api.challenge',
    with: () => 'Basic realm="cms", charset="UTF-8"',
  }),
  variant({
    id: 'api-never-compressed',
    title: 'Documents are never compressed',
    policy: 'api.compresses',
    with: () => false,
  }),
  variant({
    id: 'api-cdr-clock-behind',
    title: 'The CDR clock runs four seconds behind the clock of the log, as recorded',
    policy: 'status.cdrTime',
    with: (now) => `${new Date(now - 4000).toISOString().slice(0, 19)}Z`,
  }),
  variant({
    id: 'bulk-slow',
    title: 'A bulk sync takes a while',
    policy: 'bulk.delay',
    with: () => 250,
  }),
];
