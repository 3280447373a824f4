import { type Variant, variant } from '../policies/index.ts';

/** What the documents leave open about the bulk creation of coSpaces. */
export const bulkVariants: readonly Variant[] = [
  variant({
    id: 'bulk-long-pending',
    title: 'A bulk sync is pending for a while, and done as soon as it runs',
    policy: 'bulk.delay',
    with: (step) => (step === 'start' ? 150 : 0),
  }),
  variant({
    id: 'bulk-long-running',
    title: 'A bulk sync runs at once, and for a while',
    policy: 'bulk.delay',
    with: (step) => (step === 'start' ? 0 : 150),
  }),
  variant({
    id: 'bulk-ids-survive',
    title: 'A space that is made again has the id of the former one of its index',
    policy: 'bulk.keepsIds',
    with: () => true,
  }),
  variant({
    id: 'bulk-small-ranges',
    title: 'A range of more than a thousand indices is too great',
    policy: 'bulk.maxRange',
    with: () => 1000,
  }),
  variant({
    id: 'bulk-mappings-read-late',
    title: 'A mapping that breaks the grammar is accepted, and fails the sync',
    policy: 'bulk.brokenMappingIsRefused',
    with: () => false,
  }),
  variant({
    id: 'bulk-remove-all-printed',
    title: 'A sync shows removeAll also when it was not given',
    policy: 'bulk.removeAllIsPrinted',
    with: () => true,
  }),
];
