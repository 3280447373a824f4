import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { buildNode, testCredentials } from '../emulator/testing.ts';
import { startTms } from '../emulator/tms/tms.ts';
import { faultOf, readEnvelope } from '../protocol/tmsba/envelope.ts';
import { bookingNamespace, bookingPath } from '../protocol/tmsba/service.ts';
import { pythonWith } from './foreign-packages.ts';
import { requirePeer } from './peers.ts';
import { test as base, expect } from './scratch.ts';

const run = promisify(execFile);
const script = fileURLToPath(new URL('./tmsba-zeep.py', import.meta.url));

/** TMS as a foreign client reaches it. */
interface Bench {
  url: string;
  ca: string;
}

const test = base.extend<{ tms: Bench }, { python: string }>({
  python: [async ({}, use) => use(await pythonWith('zeep==4.3.3')), { scope: 'worker', timeout: 300_000 }],
  tms: async ({ scratch }, use) => {
    const node = buildNode();
    const tms = await startTms(node.cluster, { host: '127.0.0.1', port: null, credentials: testCredentials });
    await use({ url: tms.url, ca: scratch.write('ca.pem', tms.authority) });
    await tms.close();
    node.cluster.clock.stop();
  },
});

for (const [port, envelope] of [
  ['BookingServiceSoap', 'http://schemas.xmlsoap.org/soap/envelope/'],
  ['BookingServiceSoap12', 'http://www.w3.org/2003/05/soap-envelope'],
] as const) {
  test(`a client that zeep makes of the WSDL books, lists, extends, ends and deletes by ${port}`, async ({
    python,
    tms,
  }) => {
    const { username, password } = testCredentials;
    const { stdout } = await run(python, [script, tms.url, tms.ca, username, password, port]);
    expect(JSON.parse(stdout)).toEqual({
      alive: true,
      default: { id: -1, participants: null },
      saved: { id: 1, title: 'Zeep & <friends>', status: 'Ongoing' },
      listed: [1],
      extended: { id: 1, moved: true },
      ended: 'Finished',
      missing: '-2147218302',
      transactions: ['New', 'Updated', 'Updated', 'Deleted'],
      sessionFaults: 1,
      envelope,
    });
  });
}

const soap12 = (body: string) =>
  `<?xml version="1.0"?><e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope" xmlns:b="${bookingNamespace}">` +
  `<e:Body>${body}</e:Body></e:Envelope>`;

async function curl(
  tms: Bench,
  body: string,
  path = bookingPath,
): Promise<{ status: string; type: string; body: string }> {
  const { stdout } = await run(requirePeer('curl'), [
    '--silent',
    '--show-error',
    '--cacert',
    tms.ca,
    '--user',
    `${testCredentials.username}:${testCredentials.password}`,
    '--header',
    'Content-Type: text/xml',
    '--data-binary',
    body,
    '--write-out',
    '\n%{http_code} %{content_type}',
    `${tms.url}${path}`,
  ]);
  const end = stdout.lastIndexOf('\n');
  const [status = '', ...type] = stdout.slice(end + 1).split(' ');
  return { status, type: type.join(' '), body: stdout.slice(0, end) };
}

test('curl: SOAP 1.2 by hand, with prefixes, as text/xml and without SOAPAction', async ({ tms }) => {
  const answer = await curl(tms, soap12('<b:GetDefaultConference/>'));
  expect(answer).toMatchObject({ status: '200', type: 'application/soap+xml; charset=utf-8' });
  const { version, body } = readEnvelope(answer.body);
  expect([version, body.name, body.namespace]).toEqual(['1.2', 'GetDefaultConferenceResponse', bookingNamespace]);
});

test('curl: a save without a session is told so in the shape of TMS, and names where it was', async ({ tms }) => {
  const path = `${bookingPath}?wsdl`;
  const answer = await curl(tms, soap12('<b:SaveConference><b:Conference/></b:SaveConference>'), path);
  expect(answer.status).toBe('500');
  expect(answer.body).toContain(
    '<soap:Code><soap:Value>soap:Sender</soap:Value></soap:Code><soap:Reason><soap:Text xml:lang="en">',
  );
  expect(answer.body).toContain(`<soap:Node>${tms.url}${path}</soap:Node><detail><errorcode xmlns="http://tandberg`);
  expect(faultOf(readEnvelope(answer.body))).toMatchObject({
    errorCode: -2147218247,
    clientSession: expect.stringMatching(/^[0-9a-f-]{36}$/),
  });
});

test('curl: what is not SOAP is refused, and the next message is answered', async ({ tms }) => {
  for (const text of ['', 'hello', '<a><b></a>', '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', soap12('<b:Nothing/>')]) {
    expect((await curl(tms, text)).status, text).toBe('500');
  }
  expect((await curl(tms, soap12('<b:GetDefaultConference/>'))).status).toBe('200');
});
