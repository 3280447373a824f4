import { request } from 'node:https';
import { expect, test } from '@playwright/test';
import { clusterAuthority } from '../kernel/identity.ts';
import { buildNode, testCredentials } from '../testing.ts';
import { type RunningTms, startTms } from './tms.ts';

async function started(): Promise<RunningTms> {
  const { cluster } = buildNode();
  await clusterAuthority(cluster.store);
  return startTms(cluster, { host: '127.0.0.1', port: null, credentials: testCredentials });
}

/** Status and headers of an answer whose certificate the authority vouches for. */
function ask(tms: RunningTms, path: string, password?: string): Promise<{ status: number; challenge: string }> {
  return new Promise((resolve, reject) => {
    const auth = password === undefined ? {} : { auth: `${tms.credentials.username}:${password}` };
    request(`${tms.url}${path}`, { ca: tms.authority, ...auth }, (response) => {
      response.resume();
      resolve({ status: response.statusCode ?? 0, challenge: response.headers['www-authenticate'] ?? '' });
    })
      .once('error', reject)
      .end();
  });
}

test('nobody gets in without the right password', async () => {
  const tms = await started();
  expect(await ask(tms, '/nothing')).toEqual({ status: 401, challenge: 'Basic realm="TMS"' });
  expect(await ask(tms, '/nothing', 'wrong')).toEqual({ status: 401, challenge: 'Basic realm="TMS"' });
  expect(await ask(tms, '/nothing', testCredentials.password)).toEqual({ status: 404, challenge: '' });
  await tms.close();
});
