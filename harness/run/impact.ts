/** What a check may do to a target, the least first. */
export const impacts = ['observe', 'reversible', 'disruptive'] as const;
export type Impact = (typeof impacts)[number];
