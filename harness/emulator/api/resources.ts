import type { ObjectType } from '../../protocol/api/model.ts';
import type { FormPair } from '../../protocol/form.ts';
import type { XmlElement } from '../../protocol/xml.ts';
import {
  ldapServerResource,
  ldapSourceResource,
  ldapSyncResource,
  ldapUserCoSpaceTemplateSourceResource,
} from '../ldap/resources.ts';
import type { Field } from '../policies/api.ts';
import { accessMethodResource } from './access-methods.ts';
import { authTokenResource } from './auth-tokens.ts';
import { parameterSetResource, syncResource } from './bulk.ts';
import { callLegResource, callResource, participantResource } from './calls.ts';
import { cdrReceiverResource, onlyCdrReceiverResource } from './cdr-receivers.ts';
import { clusterConfiguration, nodeConfiguration, uniqueName } from './configuration.ts';
import type { RequestContext } from './context.ts';
import { databaseResource } from './database.ts';
import { diagnosticsContentsResource, diagnosticsResource } from './diagnostics.ts';
import {
  accessQueryResource,
  conversationIdQueryResource,
  meetingEntryDetailResource,
  uriUsageQueryResource,
} from './dial-queries.ts';
import { inboundDialPlanRuleResource, ivrResource } from './dial-rules.ts';
import { emailInvitationResource } from './invitation.ts';
import { layoutTemplateContentResource, layoutTemplateResource } from './layout-templates.ts';
import {
  callLegProfileTraceResource,
  cameraControlResource,
  everyParticipantResource,
  keyframeResource,
} from './leg-actions.ts';
import {
  clusterLicensingResource,
  licenseHostResource,
  licenseUsageResource,
  licensingResource,
  multipartyLicensingResource,
} from './licensing.ts';
import { emptyAction, serviceStatusResource, turnServerStatusResource } from './media-services.ts';
import { coSpaceUserResource } from './members.ts';
import { callLegProfileUsageResource } from './profile-usage.ts';
import { coSpaceMetadataResource, messageResource } from './space-nodes.ts';
import { coSpaceResource } from './spaces.ts';
import { storedResource } from './stored.ts';
import { alarmResource, loadResource, statusResource, webBridgeStatusResource } from './system.ts';
import { accessMethodTemplateResource, coSpaceTemplateResource, userCoSpaceTemplateResource } from './templates.ts';
import { userCoSpaceResource } from './users.ts';
import { effectiveWebBridgeProfileResource } from './web-bridge-profiles.ts';

/** An object as it is printed. */
export interface Item {
  id: string;
  fields: Record<string, string>;
}

export interface Parent {
  type: ObjectType;
  id: string;
}

/** Written fields in their order; an empty text unsets. */
export type Changes = Record<string, string>;

/**
 * What can be done with the objects of one type. Validation, paging, printing and the log are done for all of them elsewhere.
 * Every method throws Refusal for what the object's own rules forbid.
 */
export interface Resource {
  list(context: RequestContext, parent: Parent | null): readonly Item[];
  /** `parent` is the object below which its path stands. */
  find(context: RequestContext, id: string, parent: Parent | null): Item | undefined;
  create?(context: RequestContext, changes: Changes, parent: Parent | null): Created;
  modify?(context: RequestContext, item: Item, changes: Changes): Item;
  remove?(context: RequestContext, item: Item): void;
  /** Removes objects of a collection that a DELETE of the collection selects. */
  clear?(context: RequestContext, pairs: readonly FormPair[], parent: Parent | null): void;

  // --- nodes that are one thing; their parent exists ---

  /** The one object; undefined when it doesn't exist. */
  single?(context: RequestContext, parent: Parent | null): Item | undefined;
  /** Writes the one object. */
  set?(context: RequestContext, changes: Changes, parent: Parent | null): void;
  /** Carries out an action, or answers a query. */
  run?(context: RequestContext, changes: Changes, parent: Parent | null): Outcome;
  /** A document of its own form. */
  document?(context: RequestContext, parent: Parent | null): XmlElement;
  /** What is no XML. */
  content?: {
    read(context: RequestContext, parent: Parent | null): string;
    write?(context: RequestContext, text: string, parent: Parent | null): void;
  };
}

/** What an action or query answers with; nothing is an empty body. */
export interface Outcome {
  headers?: Field[];
  document?: XmlElement;
}

export interface Created {
  id: string;
  /** Canonical path below `/api/v1`, when it isn't the collection's own. */
  path?: string;
}

const resources: Partial<Record<ObjectType, Resource>> = {
  cdrReceiver: cdrReceiverResource,
  onlyCdrReceiver: onlyCdrReceiverResource,
  userCoSpace: userCoSpaceResource,
  effectiveWebBridgeProfile: effectiveWebBridgeProfileResource,
  turnServerStatus: turnServerStatusResource,
  recorderStatus: serviceStatusResource('recorder', 'activeRecordings'),
  streamerStatus: serviceStatusResource('streamer', 'activeStreams'),
  customizationUpdate: emptyAction,
  layoutTemplate: layoutTemplateResource,
  layoutTemplateContent: layoutTemplateContentResource,
  licensing: licensingResource,
  clusterLicensing: clusterLicensingResource,
  multipartyLicensing: multipartyLicensingResource,
  licenseUsage: licenseUsageResource,
  licenseHost: licenseHostResource,
  diagnostics: diagnosticsResource,
  diagnosticsContents: diagnosticsContentsResource,
  database: databaseResource,
  message: messageResource,
  coSpaceMetadata: coSpaceMetadataResource,
  callLegProfileUsage: callLegProfileUsageResource,
  systemProfiles: clusterConfiguration('systemProfiles'),
  callBridge: {
    ...storedResource('callBridge'),
    list: ({ node, policies, objects }) => {
      const members = objects.list('callBridge');
      const shown = policies['cluster.listedMembers'](
        node.name,
        members.map(({ fields }) => fields.name ?? ''),
      );
      return members.filter(({ fields }) => shown.includes(fields.name ?? ''));
    },
  },
  clusterConfiguration: nodeConfiguration('clusterConfiguration', uniqueName),
  xmppConfiguration: nodeConfiguration('xmppConfiguration'),
  timedLogging: nodeConfiguration('timedLogging'),
  alarm: alarmResource,
  authToken: authTokenResource,
  accessMethod: accessMethodResource,
  accessMethodTemplate: accessMethodTemplateResource,
  coSpaceTemplate: coSpaceTemplateResource,
  coSpaceUser: coSpaceUserResource,
  emailInvitation: emailInvitationResource,
  userCoSpaceTemplate: userCoSpaceTemplateResource,
  call: callResource,
  callLeg: callLegResource,
  participant: participantResource,
  everyParticipant: everyParticipantResource,
  keyframe: keyframeResource,
  cameraControl: cameraControlResource,
  callLegProfileTrace: callLegProfileTraceResource,
  accessQuery: accessQueryResource,
  uriUsageQuery: uriUsageQueryResource,
  conversationIdQuery: conversationIdQueryResource,
  meetingEntryDetail: meetingEntryDetailResource,
  ivr: ivrResource,
  inboundDialPlanRule: inboundDialPlanRuleResource,
  coSpace: coSpaceResource,
  cospaceBulkParameterSet: parameterSetResource,
  cospaceBulkSync: syncResource,
  ldapServer: ldapServerResource,
  ldapSource: ldapSourceResource,
  ldapSync: ldapSyncResource,
  ldapUserCoSpaceTemplateSource: ldapUserCoSpaceTemplateSourceResource,
  status: statusResource,
  load: loadResource,
  webBridgeStatus: webBridgeStatusResource,
};

/** The resource of a type; plain stored objects have a common one. */
export function resourceOf(type: ObjectType): Resource {
  return resources[type] ?? storedResource(type);
}
