import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { expect, test } from '@playwright/test';
import { buildNode, runCommand } from '../testing.ts';
import { createSyslogSender, startSyslog, syslogMessage } from './syslog.ts';

test('a message is the log line behind its priority', () => {
  expect(syslogMessage('daemon.info', 'text')).toBe('<30>text');
  expect(syslogMessage('local0.warning', 'text')).toBe('<132>text');
  expect(syslogMessage('user.info', 'text')).toBe('<14>text');
  expect(syslogMessage('auth.info', 'text')).toBe('<38>text');
});

test('UDP sends a datagram a line', async () => {
  const receiver = createSocket('udp4');
  receiver.bind(0, '127.0.0.1');
  await once(receiver, 'listening');
  const sender = createSyslogSender({ host: '127.0.0.1', port: receiver.address().port, transport: 'udp' });
  sender.send('daemon.info', 'Aug 21 11:53:22.408 daemon.info cms1 first');
  const [message] = await once(receiver, 'message');
  expect(String(message)).toBe('<30>Aug 21 11:53:22.408 daemon.info cms1 first');
  sender.close();
  sender.send('daemon.info', 'after the end');
  receiver.close();
});

test('TCP sends lines, and reaches a receiver that comes later', async () => {
  let received = '';
  let wake = () => {};
  const server = createServer((socket: Socket) => {
    socket.on('data', (data) => {
      received += data.toString();
      wake();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  const sender = createSyslogSender({ host: '127.0.0.1', port, transport: 'tcp' });
  sender.send('user.info', 'waits');
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  // each line tries again; the attempt of the first one may have failed meanwhile
  for (let count = 0; !received.includes('waits\n'); count += 1) {
    sender.send('user.info', `line ${count}`);
    await Promise.race([
      new Promise<void>((resolve) => {
        wake = resolve;
      }),
      new Promise((resolve) => setTimeout(resolve, 5)),
    ]);
  }
  expect(received).toMatch(/^<14>waits\n<14>line 0\n/);
  sender.close();
  server.close();
});

test('the node sends as configured, until disabled', async () => {
  const receiver = createSocket('udp4');
  receiver.bind(0, '127.0.0.1');
  await once(receiver, 'listening');
  const node = buildNode();
  const stop = startSyslog(node);
  expect((await runCommand(node, `syslog server add 127.0.0.1 ${receiver.address().port} udp`)).ok).toBe(true);
  expect((await runCommand(node, 'syslog server add 127.0.0.1')).ok).toBe(false);
  expect(node.log.sinks.size).toBe(0);
  await runCommand(node, 'syslog enable');
  expect(node.log.sinks.size).toBe(1);
  node.log.write('user.info', 'host:server:', ' INFO : reaches the receiver');
  const [message] = await once(receiver, 'message');
  expect(String(message)).toMatch(/^<14>\w{3} .* user\.info cms1 host:server: {2}INFO : reaches the receiver$/);
  expect((await runCommand(node, 'syslog server list')).lines).toEqual([`127.0.0.1 ${receiver.address().port} udp`]);
  await runCommand(node, 'syslog server del 127.0.0.1');
  expect(node.log.sinks.size).toBe(0);
  expect((await runCommand(node, 'syslog server del 127.0.0.1')).ok).toBe(false);
  stop();
  receiver.close();
});
