import type { Defect } from '../policies/index.ts';
import { objectLifeDefects } from './objects/life.ts';
import { objectRuleDefects } from './objects/rules.ts';
import { objectSystemDefects } from './objects/system.ts';
import { objectValueDefects } from './objects/values.ts';

/** Configuration objects that don't behave as documented. */
export const objectDefects: readonly Defect[] = [
  ...objectLifeDefects,
  ...objectValueDefects,
  ...objectRuleDefects,
  ...objectSystemDefects,
];
