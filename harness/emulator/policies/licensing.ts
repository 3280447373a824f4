import { compareVersions } from '../../protocol/platform.ts';

const day = 86_400_000;
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Like `2022-Aug-08`. */
function licenceDate(milliseconds: number): string {
  const date = new Date(milliseconds);
  return `${date.getUTCFullYear()}-${months[date.getUTCMonth()]}-${String(date.getUTCDate()).padStart(2, '0')}`;
}

type Features = Readonly<Record<string, Readonly<Record<string, string>>>>;

/**
 * Licences, the database and diagnostics (facts: call-bridge-api 17.2). Those marked "inferred" are defaults of the emulator; no
 * document states them.
 */
export const licensingPolicies = {
  /** Features of `system/licensing`: all are activated (inferred). */
  'licensing.features': (version: string, now: number): Features => {
    const activated = { status: 'activated', expiry: licenceDate(now + 365 * day) };
    const names = [
      'callBridge',
      ...(compareVersions(version, '2.4') >= 0 ? ['callBridgeNoEncryption'] : []),
      'webBridge',
      'turn',
      'ldap',
      'branding',
      'recording',
      'streaming',
      'personal',
      'shared',
      'capacityUnits',
    ];
    const limits: Readonly<Record<string, string>> = { personal: '100', shared: '10', capacityUnits: '10' };
    return Object.fromEntries(
      names.map((name) => [
        name,
        {
          ...activated,
          ...(name === 'branding' ? { level: '2' } : {}),
          ...(limits[name] ? { limit: limits[name] } : {}),
        },
      ]),
    );
  },

  /** Features of `clusterLicensing`; their expiry is never more than 90 days ahead. */
  'licensing.clusterFeatures': (now: number): Features => {
    const activated = { status: 'activated', expiry: licenceDate(now + 90 * day) };
    return {
      callBridge: activated,
      callBridgeNoEncryption: { status: 'noLicense' },
      customizations: activated,
      recording: activated,
    };
  },

  /** `system/multipartyLicensing`: without a weight of their own, calls weigh 1 (inferred). */
  'licensing.multiparty': (use: {
    now: number;
    users: number;
    calls: number;
    participants: number;
  }): Record<string, string> => ({
    timestamp: `${new Date(use.now).toISOString().slice(0, 19)}Z`,
    personalLicenseLimit: '100',
    sharedLicenseLimit: '10',
    capacityUnitLimit: '10',
    users: String(use.users),
    personalLicenses: '0',
    participantsActive: String(use.participants),
    callsActive: String(use.calls),
    weightedCallsActive: use.calls.toFixed(3),
    callsWithoutPersonalLicense: String(use.calls),
    weightedCallsWithoutPersonalLicense: use.calls.toFixed(3),
    capacityUnitUsage: use.calls.toFixed(3),
    capacityUnitUsageWithoutPersonalLicense: use.calls.toFixed(3),
  }),

  /** How many entries of licence use are kept: those of a day (inferred). */
  'licensing.keptEntries': (): number => 288,

  /** The time of an entry. */
  'licensing.entryTime': (milliseconds: number): string => `${new Date(milliseconds).toISOString().slice(0, 19)}Z`,

  /** What an entry counts; zeros are left out. */
  'licensing.usage': (calls: number): Record<string, string> => (calls === 0 ? {} : { smpFull: String(calls) }),

  /** The id of a host whose use is known: that of its status (inferred). */
  'licensing.knownHost': (hostId: string): string => hostId,

  /** How `system/database` says whether it is clustered. */
  'database.clustered': (clustered: boolean): string => (clustered ? 'enabled' : 'disabled'),

  /** Whether the database says that it is clustered: when it has several nodes (inferred). */
  'database.isClustered': (nodes: number): boolean => nodes > 1,

  /** A node of the database; the first one is its primary (inferred). */
  'database.node': (hostname: string, index: number): Record<string, string> => ({
    hostname,
    up: 'true',
    syncBehind: '0',
    master: String(index === 0),
  }),

  /** Path of new diagnostics, below `/api/v1`. */
  'diagnostics.path': (id: string): string => `/system/diagnostics/${id}`,

  /** The coSpace by which diagnostics are selected in their list. */
  'diagnostics.listedSpace': (coSpace: string): string => coSpace,

  /** When diagnostics were made. */
  'diagnostics.timestamp': (now: number): string => `${new Date(now).toISOString().slice(0, 19)}Z`,

  /** Contents of diagnostics: the latest log lines, newest first, under a line that says how many. */
  'diagnostics.contents': (lines: readonly string[]): string =>
    [`50 most recent (of ${lines.length}) shown`, ...lines.slice(-50).reverse()].join('\n'),

  /** `contentsSize`, in bytes. */
  'diagnostics.contentsSize': (bytes: number): number => bytes,
};
