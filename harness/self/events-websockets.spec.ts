import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { startTestApi } from '../emulator/api/testing.ts';
import { startCdr, stopCdr } from '../emulator/cdr/service.ts';
import { testCredentials } from '../emulator/testing.ts';
import { pythonWith } from './foreign-packages.ts';
import { test as base, expect } from './scratch.ts';

const run = promisify(execFile);
const script = fileURLToPath(new URL('./events-websockets.py', import.meta.url));

/** A Call Bridge as a foreign client reaches it. */
interface Bench {
  url: string;
  ca: string;
}

const test = base.extend<{ bridge: Bench }, { python: string }>({
  python: [async ({}, use) => use(await pythonWith('websockets==15.0.1')), { scope: 'worker', timeout: 300_000 }],
  bridge: async ({ scratch }, use) => {
    const api = await startTestApi();
    startCdr(api.node);
    await use({ url: `https://127.0.0.1:${api.port}`, ca: scratch.write('ca.pem', api.ca) });
    stopCdr(api.node);
    await api.close();
  },
});

test('a receiver and a client of events that Python makes are told the same story of one call', async ({
  python,
  bridge,
}) => {
  const { username, password } = testCredentials;
  const { stdout } = await run(python, [script, bridge.url, bridge.ca, username, password]);
  expect(JSON.parse(stdout)).toEqual({
    types: ['callStart', 'callLegStart', 'callLegEnd', 'callEnd'],
    indices: ['1', '2', '3', '4'],
    sameCall: true,
    sameLeg: true,
    name: 'Records & <events>',
    remoteParty: 'desk@python.example.test',
    sessions: 1,
    states: ['success', 'pending', 'active'],
    updates: ['add', 'update', 'update', 'remove'],
    told: 'Records & <events>',
  });
});
