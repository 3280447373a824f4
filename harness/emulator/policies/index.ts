import { apiPolicies } from './api.ts';
import { bulkPolicies } from './bulk.ts';
import { c2wPolicies } from './c2w.ts';
import { callPolicies } from './calls.ts';
import { cdrPolicies } from './cdr.ts';
import { clusterPolicies } from './cluster.ts';
import { dialPolicies } from './dial.ts';
import { eventPolicies } from './events.ts';
import { httpPolicies } from './http.ts';
import { ldapPolicies } from './ldap.ts';
import { licensingPolicies } from './licensing.ts';
import { mailPolicies } from './mail.ts';
import { meetingPolicies } from './meetings.ts';
import { mmpPolicies } from './mmp.ts';
import { objectPolicies } from './objects.ts';
import { purgePolicies } from './purge.ts';
import { schedulerPolicies } from './scheduler.ts';
import { sipPolicies } from './sip.ts';
import { spaceRulePolicies } from './space-rules.ts';
import { spacePolicies } from './spaces.ts';
import { templatePolicies } from './templates.ts';
import { tmsBookingPolicies } from './tms-booking.ts';
import { tmsFailoverPolicies } from './tms-failover.ts';
import { tmsSystemPolicies } from './tms-system.ts';
import { webAdminPolicies } from './web-admin.ts';
import { webAppPolicies } from './web-app.ts';

/**
 * Every documented decision of the emulator, one named pure function each. The emulator's other code asks these and decides
 * nothing that a document states. A defect or a variant replaces one of them; there is no other way to make it differ.
 */
export const documentedPolicies = {
  ...apiPolicies,
  ...objectPolicies,
  ...licensingPolicies,
  ...httpPolicies,
  ...spacePolicies,
  ...callPolicies,
  ...bulkPolicies,
  ...dialPolicies,
  ...spaceRulePolicies,
  ...sipPolicies,
  ...mmpPolicies,
  ...schedulerPolicies,
  ...meetingPolicies,
  ...purgePolicies,
  ...templatePolicies,
  ...mailPolicies,
  ...clusterPolicies,
  ...cdrPolicies,
  ...eventPolicies,
  ...c2wPolicies,
  ...webAdminPolicies,
  ...webAppPolicies,
  ...tmsBookingPolicies,
  ...tmsFailoverPolicies,
  ...tmsSystemPolicies,
  ...ldapPolicies,
};

export type Policies = typeof documentedPolicies;
export type PolicyName = keyof Policies;

/** One policy replaced by another function of the same type. */
export interface Replacement {
  id: string;
  /** What it does differently, in one sentence. */
  title: string;
  policy: PolicyName;
  with: Policies[PolicyName];
}

/** A deliberately non-conforming behaviour. */
export interface Defect extends Replacement {
  /** Requirement IDs that it violates; each must be found by its own check. */
  violates: readonly string[];
}

/** A different but conforming behaviour: no requirement may fail because of it. */
export type Variant = Replacement;

/** Declares a defect; the replacement must have the policy's own type. */
export function defect<Name extends PolicyName>(declaration: {
  id: string;
  title: string;
  violates: readonly string[];
  policy: Name;
  with: Policies[Name];
}): Defect {
  return declaration;
}

/** Declares a variant. */
export function variant<Name extends PolicyName>(declaration: {
  id: string;
  title: string;
  policy: Name;
  with: Policies[Name];
}): Variant {
  return declaration;
}

const notedOnes = new WeakSet<Policies>();

/** Whether it is noted which of these policies are asked: then each use has to ask them anew. */
export function areNoted(policies: Policies): boolean {
  return notedOnes.has(policies);
}

/**
 * The same policies, noting the name of each one that is asked. `take` gives the names asked since the last time, so that
 * somebody can tell which checks a replaced policy can touch at all.
 */
export function noting(policies: Policies): { policies: Policies; take: () => PolicyName[] } {
  const asked = new Set<PolicyName>();
  const noted = new Proxy(policies, {
    get: (target, name: PolicyName) => {
      asked.add(name);
      return target[name];
    },
  });
  notedOnes.add(noted);
  const take = () => {
    const names = [...asked].sort();
    asked.clear();
    return names;
  };
  return { policies: noted, take };
}

/** The documented policies with the given replacements applied, later ones on top. */
export function policiesWith(replacements: readonly Replacement[]): Policies {
  return Object.assign({ ...documentedPolicies }, ...replacements.map((r) => ({ [r.policy]: r.with })));
}
