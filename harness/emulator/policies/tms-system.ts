/** What TMS does as a system of its own, and with the bridges that were added to it. */
export const tmsSystemPolicies = {
  /** Anonymous use is not supported, and wrong credentials are refused (TMSBA Programming Reference Guide, "Authentication"). */
  'tms.isAuthenticated': (verified: boolean): boolean => verified,
};
