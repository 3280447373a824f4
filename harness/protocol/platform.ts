/** Server platforms that a node can be (facts: platforms-and-capacity section 2). */
export const platforms = ['cms1000', 'cms2000', 'virtualized'] as const;
export type Platform = (typeof platforms)[number];

/** Components that a node can host. */
export const roles = ['callBridge', 'webBridge', 'scheduler'] as const;
export type Role = (typeof roles)[number];

/** Versions that have an emulator profile. */
export const versions = ['2.0', '2.9', '3.0', '3.2', '3.3', '3.4', '3.5', '3.8'] as const;
export type Version = (typeof versions)[number];

/**
 * Major and minor number of a software version as CMS prints it, e.g. `2.0(RC)`, `3.3.1`, `3.10`.
 * Returns null for text that doesn't begin with `major.minor`.
 */
export function parseVersion(text: string): { major: number; minor: number } | null {
  const match = /^(\d+)\.(\d+)/.exec(text.trim());
  return match ? { major: Number(match[1]), minor: Number(match[2]) } : null;
}

/** Negative, zero or positive as `a` is older than, as old as or newer than `b`; patch levels don't count. */
export function compareVersions(a: string, b: string): number {
  const left = parseVersion(a);
  const right = parseVersion(b);
  if (!left || !right) throw new TypeError(`not a version: "${left ? b : a}"`);
  return left.major - right.major || left.minor - right.minor;
}

export type SchedulerSupport = 'none' | 'beta' | 'supported';

/**
 * The scheduler's support matrix: beta in 3.3 and supported from 3.4 on CMS 1000 and virtualized deployments,
 * supported from 3.5 on CMS 2000 (document 217367, notes in "Background Information").
 */
export function schedulerSupport(platform: Platform, version: string): SchedulerSupport {
  if (platform === 'cms2000') return compareVersions(version, '3.5') >= 0 ? 'supported' : 'none';
  if (compareVersions(version, '3.4') >= 0) return 'supported';
  return compareVersions(version, '3.3') >= 0 ? 'beta' : 'none';
}
