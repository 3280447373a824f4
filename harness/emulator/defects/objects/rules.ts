import { type Defect, defect } from '../../policies/index.ts';

/** Web Bridge profiles, global settings, cluster configuration, names, groups, layouts and passcodes. */
export const objectRuleDefects: readonly Defect[] = [
  defect({
    id: 'objects-effective-without-bridge',
    title: "The effective profile of a Web Bridge leaves the bridge's own profile out.",
    violates: ['OBJECT-EFFECT-01'],
    policy: 'objects.webBridgeProfileLevels',
    with: ({ system, tenant }) => [system, tenant],
  }),
  defect({
    id: 'objects-effective-tenant-below-system',
    title: 'The global settings beat the profile of a tenant, where no bridge is asked.',
    violates: ['OBJECT-EFFECT-02'],
    policy: 'objects.webBridgeProfileLevels',
    with: ({ system, tenant, webBridge }) => (webBridge ? [system, tenant, webBridge] : [tenant, system]),
  }),
  defect({
    id: 'objects-effective-without-system',
    title: 'The effective profile of the system ignores the global settings.',
    violates: ['OBJECT-EFFECT-03'],
    policy: 'objects.webBridgeProfileLevels',
    with: (levels) => (levels.tenant || levels.webBridge ? [levels.system, levels.tenant, levels.webBridge] : []),
  }),
  defect({
    id: 'objects-effective-default-unset',
    title: 'An effective profile says that guests must sign in where nothing is configured.',
    violates: ['OBJECT-EFFECT-04'],
    policy: 'objects.default',
    with: (type, field, value) =>
      type === 'webBridgeProfile' && field === 'allowUnauthenticatedGuests' ? 'false' : value,
  }),
  defect({
    id: 'objects-system-profiles-lost',
    title: 'A call branding profile in the global settings is accepted and not kept.',
    violates: ['OBJECT-SYSTEM-01'],
    policy: 'objects.configured',
    with: (type, _previous, { callBrandingProfile, ...next }) =>
      type === 'systemProfiles' || callBrandingProfile === undefined ? next : { ...next, callBrandingProfile },
  }),
  defect({
    id: 'objects-system-profiles-kept',
    title: 'An empty IVR branding profile leaves the global settings as they were.',
    violates: ['OBJECT-SYSTEM-02'],
    policy: 'objects.configured',
    with: (type, { ivrBrandingProfile }, next) =>
      type === 'systemProfiles' && ivrBrandingProfile ? { ivrBrandingProfile, ...next } : next,
  }),
  defect({
    id: 'objects-cluster-default',
    title: 'The load limit of existing conferences is 5000 basis points by default.',
    violates: ['OBJECT-CONFIG-01'],
    policy: 'objects.default',
    with: (type, field, value) =>
      type === 'clusterConfiguration' && field === 'existingConferenceLoadLimitBasisPoints' ? '5000' : value,
  }),
  defect({
    id: 'objects-cluster-bit-rate-lost',
    title: 'The bit rate of peer links is accepted and not kept.',
    violates: ['OBJECT-CONFIG-02'],
    policy: 'objects.configured',
    with: (type, _previous, { peerLinkBitRate, ...next }) =>
      type === 'clusterConfiguration' || peerLinkBitRate === undefined ? next : { ...next, peerLinkBitRate },
  }),
  defect({
    id: 'objects-cluster-shared',
    title: 'All Call Bridges of a cluster have one cluster configuration.',
    violates: ['OBJECT-CONFIG-03'],
    policy: 'objects.configurationOwner',
    with: (type, node) => (type === 'clusterConfiguration' ? '*' : node),
  }),
  defect({
    id: 'objects-call-bridge-name-twice',
    title: 'Two Call Bridges may have the same name.',
    violates: ['OBJECT-NAME-01'],
    policy: 'objects.callBridgeNameIsRefused',
    with: () => false,
  }),
  defect({
    id: 'objects-group-conflict',
    title: 'A tenant comes into a group in which its call IDs are used already.',
    violates: ['OBJECT-GROUP-01'],
    policy: 'objects.groupConflictIsRefused',
    with: () => false,
  }),
  defect({
    id: 'objects-call-ids-global',
    title: 'A call ID is used once in all tenant groups together.',
    violates: ['OBJECT-GROUP-02'],
    policy: 'objects.callIdScope',
    with: () => '',
  }),
  defect({
    id: 'objects-layout-without-last-pane',
    title: 'A layout template comes back without its last pane.',
    violates: ['OBJECT-LAYOUT-01'],
    policy: 'objects.keptLayout',
    with: (text) => {
      const layout = JSON.parse(text) as { panes?: unknown[] };
      return JSON.stringify({ ...layout, panes: layout.panes?.slice(0, -1) });
    },
  }),
  defect({
    id: 'objects-layout-size-rounded',
    title: 'The size of a layout template is told in kilobytes.',
    violates: ['OBJECT-LAYOUT-02'],
    policy: 'objects.layoutSize',
    with: (bytes) => Math.ceil(bytes / 1024),
  }),
  defect({
    id: 'objects-layout-unlimited',
    title: 'A layout template may be of any size.',
    violates: ['OBJECT-LAYOUT-03'],
    policy: 'objects.layoutIsTooLong',
    with: () => false,
  }),
  defect({
    id: 'objects-passcode-one-short',
    title: "A passcode may be one digit shorter than the space's profile asks for.",
    violates: ['OBJECT-SECURE-01'],
    policy: 'objects.passcodeIsTooShort',
    with: ({ passcode, system, tenant, coSpace, accessMethod }) =>
      passcode !== '' &&
      passcode.length <
        (accessMethod ?? (coSpace === null ? (tenant ?? system ?? 0) : tenant === null ? coSpace - 1 : coSpace)),
  }),
  defect({
    id: 'objects-passcode-space-over-method',
    title: 'The dial-in security profile of a space beats that of its access method.',
    violates: ['OBJECT-SECURE-02'],
    policy: 'objects.passcodeIsTooShort',
    with: ({ passcode, system, tenant, coSpace, accessMethod }) =>
      passcode !== '' && passcode.length < (coSpace ?? accessMethod ?? tenant ?? system ?? 0),
  }),
  defect({
    id: 'objects-passcode-tenant-over-space',
    title: 'The dial-in security profile of a tenant beats that of its space.',
    violates: ['OBJECT-SECURE-03'],
    policy: 'objects.passcodeIsTooShort',
    with: ({ passcode, system, tenant, coSpace, accessMethod }) =>
      passcode !== '' && passcode.length < (accessMethod ?? tenant ?? coSpace ?? system ?? 0),
  }),
  defect({
    id: 'objects-passcode-refused-without-reason',
    title: 'A passcode that is too short is refused, and no reason is told.',
    violates: ['OBJECT-SECURE-01'],
    policy: 'api.toldReasons',
    with: (reasons) => (reasons.some(({ name }) => name === 'passcodeTooShort') ? [] : reasons.slice(0, 1)),
  }),
  defect({
    id: 'objects-passcode-without-system',
    title: 'The global dial-in security profile counts for nothing.',
    violates: ['OBJECT-SECURE-04'],
    policy: 'objects.passcodeIsTooShort',
    with: ({ passcode, tenant, coSpace, accessMethod }) =>
      passcode !== '' && passcode.length < (accessMethod ?? coSpace ?? tenant ?? 0),
  }),
];
