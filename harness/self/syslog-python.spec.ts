import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { root } from '../cli/playwright.ts';
import { clusterAuthority, nodeIdentity } from '../emulator/kernel/identity.ts';
import { Store } from '../emulator/kernel/store.ts';
import { startSyslog } from '../emulator/mmp/syslog.ts';
import { buildNode, runCommand } from '../emulator/testing.ts';
import { expect, test } from './scratch.ts';

test("the log goes by TLS to a receiver that is Python's own, verified with the trusted bundle", async ({
  scratch,
}) => {
  const store = new Store(null);
  const identity = await nodeIdentity(store, 'log', ['127.0.0.1']);
  const files = [scratch.write('log.crt', identity.cert), scratch.write('log.key', identity.key)];
  const receiver = spawn('python3', [join(root, 'harness/self/syslog-peer.py'), ...files], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines = createInterface({ input: receiver.stdout })[Symbol.asyncIterator]();
  const next = async () => String((await lines.next()).value);
  try {
    const port = await next();
    const node = buildNode();
    const stop = startSyslog(node);
    node.files.write('ca.pem', Buffer.from((await clusterAuthority(store)).cert));
    expect((await runCommand(node, 'syslog trust missing.pem')).ok).toBe(false);
    for (const command of ['syslog trust ca.pem', `syslog server add 127.0.0.1 ${port} tls`, 'syslog enable'])
      expect((await runCommand(node, command)).ok, command).toBe(true);
    node.log.write('local0.info', 'host:server:', ' INFO : 192.0.2.1: API user "admin" created new call 1');
    expect(await next()).toMatch(
      /^<134>\w{3} .* local0\.info cms1 host:server: {2}INFO : 192\.0\.2\.1: API user "admin"/,
    );
    stop();
  } finally {
    receiver.kill('SIGKILL');
  }
});
