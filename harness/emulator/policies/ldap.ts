import { parseMapping } from '../../protocol/ldap/mapping.ts';

/**
 * The decisions of the synchronisation with a directory (facts: call-bridge-api 3.3, 4, 7.2, 8, 9, 15). Those marked "inferred" are defaults of
 * the emulator; no document states them.
 */
export const ldapPolicies = {
  /** Whether a text is a mapping; what is none is refused (inferred). */
  'ldap.mappingIsValid': (text: string): boolean => parseMapping(text) !== null,
};
