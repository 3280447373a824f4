import { createHmac, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import type { Cluster, EmulatedNode } from '../kernel/node.ts';
import { listedSettings } from '../mmp/commands/component-state.ts';

const setting = 'webAppTokenSecret';
const header = encode({ alg: 'HS256', typ: 'JWT' });

/** A JWT for a user, signed with the cluster's secret; its life is that of `callbridge wc3jwt expiry`, by the cluster's clock. */
export function issueToken(node: EmulatedNode, user: string): string {
  const { clock, policies } = node.cluster;
  const configured = listedSettings(node, 'callbridge')['WC3 JWT Expiry in hours'];
  const hours = policies['webApp.tokenHours'](configured === undefined ? null : Number(configured));
  const issued = Math.floor(clock.now().getTime() / 1000);
  const content = `${header}.${encode({ jti: randomUUID(), sub: user, iat: issued, exp: issued + hours * 3600 })}`;
  return `${content}.${signature(node.cluster, content)}`;
}

/** The id of the user whom a token stands for; null for a token that is not alive. */
export function userOfToken({ cluster }: EmulatedNode, token: string): string | null {
  const at = token.lastIndexOf('.');
  const content = token.slice(0, Math.max(at, 0));
  const claims = claimsIn(content);
  if (!claims) return null;
  const given = Buffer.from(token.slice(at + 1));
  const own = Buffer.from(signature(cluster, content));
  const alive = cluster.policies['webApp.tokenIsAlive']({
    signed: given.length === own.length && timingSafeEqual(given, own),
    expires: new Date(claims.exp * 1000),
    now: cluster.clock.now(),
  });
  return alive ? claims.sub : null;
}

function claimsIn(content: string): { sub: string; exp: number } | null {
  try {
    const payload = content.split('.')[1] ?? '';
    const { sub, exp } = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as Record<string, unknown>;
    return typeof sub === 'string' && typeof exp === 'number' ? { sub, exp } : null;
  } catch {
    return null;
  }
}

function signature({ store }: Cluster, content: string): string {
  const secret = store.atomically(() => {
    const kept = store.setting<string>('*', setting) ?? randomBytes(32).toString('hex');
    store.setSetting('*', setting, kept);
    return kept;
  });
  return createHmac('sha256', secret).update(content).digest('base64url');
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
