import type { Verb } from './model.ts';

/** A path of the documented tree; `id` stands for an object's. */
export interface DocumentedNode {
  path: string;
  verbs: readonly Verb[];
  /** First version that has it, and first that hasn't any more. */
  since?: string;
  removed?: string;
}

type Versions = Pick<DocumentedNode, 'since' | 'removed'>;

const get = ['GET'] as const;
const post = ['POST'] as const;
const put = ['PUT'] as const;
/** What the documents call "GET PUT (POST)". */
const configure = ['GET', 'PUT', 'POST'] as const;

const one = (path: string, verbs: readonly Verb[], versions: Versions = {}): DocumentedNode[] => [
  { path, verbs, ...versions },
];

/** A collection with its objects. */
const objects = (
  path: string,
  versions: Versions = {},
  collection: readonly Verb[] = ['GET', 'POST'],
  object: readonly Verb[] = ['GET', 'PUT', 'DELETE'],
): DocumentedNode[] => [
  { path, verbs: collection, ...versions },
  { path: `${path}/id`, verbs: object, ...versions },
];

/**
 * Every node and verb that documents name (CMS API blueprint, "Object Hierarchy", with later guides; call-bridge-api 6). It is
 * written down beside the model and knows nothing of it, so that what the model leaves out shows.
 */
export const documentedNodes: readonly DocumentedNode[] = [
  ...one('/accessQuery', post),
  ...one('/authTokens', post, { since: '2.4' }),
  ...objects('/callBrandingProfiles'),
  ...objects('/callBridgeGroups', { since: '2.1' }),
  ...objects('/callBridges'),
  ...objects('/calls'),
  ...one('/calls/id/callLegs', ['GET', 'POST']),
  ...one('/calls/id/participants', ['GET', 'POST']),
  ...one('/calls/id/participants/*', put, { since: '2.2' }),
  ...one('/calls/id/diagnostics', post),
  ...objects('/callProfiles'),
  ...objects('/callLegs', {}, get),
  ...one('/callLegs/id/callLegProfileTrace', get),
  ...one('/callLegs/id/generateKeyframe', post),
  ...one('/callLegs/id/cameraControl', put, { since: '2.8' }),
  ...objects('/callLegProfiles'),
  ...one('/callLegProfiles/id/usage', get),
  ...one('/clusterLicensing', get, { since: '3.0' }),
  ...one('/clusterLicensing/raw', get, { since: '3.0' }),
  ...objects('/compatibilityProfiles', { since: '2.1' }),
  ...one('/conversationIdQuery', ['GET', 'POST'], { since: '2.3' }),
  ...objects('/cospaceBulkParameterSets'),
  ...objects('/cospaceBulkSyncs', {}, ['GET', 'POST'], get),
  ...objects('/coSpaces'),
  ...objects('/coSpaces/id/accessMethods'),
  ...objects('/coSpaces/id/coSpaceUsers'),
  ...one('/coSpaces/id/diagnostics', post),
  ...one('/coSpaces/id/meetingEntryDetail', get, { since: '2.1' }),
  ...one('/coSpaces/id/messages', ['POST', 'DELETE'], { removed: '3.0' }),
  ...one('/coSpaces/id/metadata', ['GET', 'PUT'], { since: '3.2' }),
  ...one('/coSpaces/id/emailInvitation', get, { since: '3.2' }),
  ...one('/coSpaces/id/accessMethods/id/emailInvitation', get, { since: '3.2' }),
  ...objects('/coSpaceTemplates', { since: '2.9' }),
  ...objects('/coSpaceTemplates/id/accessMethodTemplates', { since: '2.9' }),
  ...objects('/dialInSecurityProfiles', { since: '3.0' }),
  ...objects('/dialTransforms'),
  ...objects('/directorySearchLocations'),
  ...objects('/dtmfProfiles'),
  ...objects('/forwardingDialPlanRules'),
  ...objects('/inboundDialPlanRules'),
  ...objects('/outboundDialPlanRules'),
  ...objects('/ivrs'),
  ...objects('/ivrBrandingProfiles'),
  ...objects('/layoutTemplates', { since: '2.8' }),
  ...one('/layoutTemplates/id/template', ['GET', 'PUT'], { since: '2.8' }),
  ...objects('/ldapMappings'),
  ...objects('/ldapServers'),
  ...objects('/ldapSources'),
  ...objects('/ldapSyncs', {}, ['GET', 'POST'], ['GET', 'DELETE']),
  ...objects('/ldapUserCoSpaceTemplateSources', { since: '2.9' }),
  ...objects('/participants', {}, get),
  ...one('/participants/id/callLegs', get),
  ...objects('/recorders', { removed: '3.0' }),
  ...one('/recorders/id/status', get, { since: '2.2', removed: '3.0' }),
  ...objects('/streamers', { since: '2.1', removed: '3.0' }),
  ...one('/streamers/id/status', get, { since: '2.2', removed: '3.0' }),
  ...one('/system/alarms', get),
  ...one('/system/cdrReceiver', ['GET', 'PUT']),
  ...objects('/system/cdrReceivers'),
  ...one('/system/configuration/cluster', configure),
  ...one('/system/configuration/xmpp', configure, { removed: '3.0' }),
  ...one('/system/database', get),
  ...one('/system/diagnostics', get),
  ...one('/system/diagnostics/id', get),
  ...one('/system/diagnostics/id/contents', get),
  ...one('/system/licensing', get),
  ...one('/system/load', get, { since: '2.1' }),
  ...one('/system/MPLicenseUsage', get, { since: '2.6' }),
  ...one('/system/MPLicenseUsage/knownHosts', get, { since: '2.6' }),
  ...one('/system/multipartyLicensing', get),
  ...one('/system/multipartyLicensing/activePersonalLicenses', get),
  ...one('/system/profiles', configure),
  ...one('/system/profiles/effectiveWebBridgeProfile', get, { since: '3.0' }),
  ...one('/system/status', get),
  ...one('/system/timedLogging', ['GET', 'PUT'], { since: '3.2' }),
  ...objects('/tenantGroups'),
  ...objects('/tenants'),
  ...one('/tenants/id/effectiveWebBridgeProfile', get, { since: '3.0' }),
  ...objects('/turnServers'),
  ...one('/turnServers/id/status', get),
  ...one('/uriUsageQuery', post, { since: '2.3' }),
  ...objects('/userProfiles'),
  ...objects('/users', {}, get, get),
  ...one('/users/id/usercoSpaces', get),
  ...objects('/users/id/userCoSpaceTemplates', { since: '2.9' }, ['GET', 'POST'], ['GET', 'DELETE']),
  ...objects('/webBridges'),
  ...one('/webBridges/id/status', get, { since: '2.2' }),
  ...one('/webBridges/id/updateCustomization', post),
  ...one('/webBridges/id/effectiveWebBridgeProfile', get, { since: '3.0' }),
  ...objects('/webBridgeProfiles', { since: '3.0' }),
];
