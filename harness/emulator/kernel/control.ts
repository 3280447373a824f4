import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import { faultKinds } from '../../protocol/fault.ts';
import { platforms, roles, versions } from '../../protocol/platform.ts';
import { answerLeg, dropLeg } from '../api/live.ts';
import { c2wUrlOf } from '../c2w/network.ts';
import type { RunningTms } from '../tms/tms.ts';
import { addWebAppUser, removeWebAppUser } from '../web-app/users.ts';
import type { RunningCluster } from './cluster.ts';
import type { EmulatedNode } from './node.ts';
import { readBody } from './request-body.ts';
import { completeNode, defaultProfile, type TopologyNode } from './topology.ts';

export interface ControlOptions {
  host: string;
  /** A free one when 0. */
  port: number;
  /** The secret part of its path; random when null. */
  token: string | null;
  cluster: RunningCluster;
  /** TMS, where it runs beside the cluster. */
  tms: RunningTms | null;
  /** Names of the policies that were asked since the last time. */
  askedPolicies(): readonly string[];
  /** Starts a standalone node beside the cluster. */
  addNode(description: TopologyNode): Promise<RunningCluster>;
}

const newNode = z.strictObject({
  platform: z.enum(platforms).optional(),
  version: z.enum(versions).optional(),
  roles: z.array(z.enum(roles)).optional(),
});
const newUser = z.strictObject({ userJid: z.string().min(1), name: z.string(), password: z.string().min(1) });
/** Seconds; a turn beyond it would leave what a date can hold. */
const aCentury = 3_155_760_000;
const wantedFault = z.strictObject({
  fault: z.strictObject({ kind: z.enum(faultKinds), afterRequests: z.int().min(0).max(10_000).optional() }).nullable(),
});
const clockChange = z.union([
  z.strictObject({ set: z.iso.datetime() }),
  z.strictObject({ advanceSeconds: z.number().min(-aCentury).max(aCentury) }),
]);

/**
 * The emulator's bench: what no real CMS has. JSON over HTTP under a secret path:
 * `GET /` describes the nodes and TMS; `GET|PUT /clock`; `POST /nodes` starts a standalone node, `DELETE /nodes/<name>` stops it;
 * `POST /nodes/<name>/reboot`; `POST /nodes/<name>/kill|start` takes its power and gives it back; `POST /nodes/<name>/cut|join`
 * breaks and mends the links to its peers; `PUT /nodes/<name>/fault` lets its Call Bridge fail or be well again; `GET /nodes/<name>/log?since=N`; `POST /policies/asked` names the policies asked since the last time; `POST /nodes/<name>/callLegs/<id>/answer|drop`;
 * `POST /users` makes a web app user with a password, `DELETE /users/<id>` removes it.
 */
export async function startControl(options: ControlOptions): Promise<{ url: string; close(): Promise<void> }> {
  const token = options.token ?? randomBytes(16).toString('hex');
  const extra = new Map<string, RunningCluster>();
  let counter = 0;
  const running = () => [options.cluster, ...extra.values()];
  const find = (name: string): EmulatedNode => {
    const node = running()
      .flatMap((cluster) => cluster.nodes)
      .find((candidate) => candidate.name === name);
    if (!node) throw new NotFound(`there is no node "${name}"`);
    return node;
  };
  const clusterOf = (name: string): RunningCluster =>
    running().find((cluster) => cluster.nodes.includes(find(name))) ?? options.cluster;

  const routes: [string, RegExp, (match: RegExpExecArray, body: unknown, query: URLSearchParams) => unknown][] = [
    [
      'GET',
      /^\/$/,
      () => ({
        nodes: running().flatMap(describeNodes),
        tms: options.tms && describeTms(options.tms),
        now: options.cluster.clock.now().toISOString(),
      }),
    ],
    ['POST', /^\/policies\/asked$/, () => ({ names: options.askedPolicies() })],
    ['GET', /^\/clock$/, () => ({ now: options.cluster.clock.now().toISOString() })],
    [
      'PUT',
      /^\/clock$/,
      async (_match, body) => {
        const change = clockChange.parse(body);
        // what is under way belongs to the time before
        await options.cluster.activities.settled();
        const { clock } = options.cluster;
        options.cluster.setClock(
          'set' in change ? new Date(change.set) : new Date(clock.now().getTime() + change.advanceSeconds * 1000),
        );
        await options.cluster.activities.settled();
        return { now: clock.now().toISOString() };
      },
    ],
    [
      'POST',
      /^\/nodes$/,
      async (_match, body) => {
        const wanted = newNode.parse(body);
        counter += 1;
        const name = `bench${counter}`;
        const cluster = await options.addNode(
          completeNode(
            { name, ...wanted, roles: wanted.roles ?? ['callBridge', 'webBridge', 'scheduler'] },
            defaultProfile,
          ),
        );
        extra.set(name, cluster);
        return describeNodes(cluster)[0];
      },
    ],
    [
      'DELETE',
      /^\/nodes\/([^/]+)$/,
      async ([, name = '']) => {
        const cluster = extra.get(name);
        if (!cluster) throw new NotFound(`"${name}" is not a node that was started here`);
        extra.delete(name);
        await cluster.close();
        return {};
      },
    ],
    [
      'POST',
      /^\/nodes\/([^/]+)\/reboot$/,
      async ([, name = '']) => {
        await find(name).reboot();
        return {};
      },
    ],
    [
      'POST',
      /^\/nodes\/([^/]+)\/(kill|start|cut|join)$/,
      async ([, name = '', act]) => {
        await clusterOf(name)[act as 'kill' | 'start' | 'cut' | 'join'](name);
        return {};
      },
    ],
    [
      'PUT',
      /^\/nodes\/([^/]+)\/fault$/,
      async ([, name = ''], body) => {
        await clusterOf(name).fault(name, wantedFault.parse(body).fault);
        return {};
      },
    ],
    [
      'GET',
      /^\/nodes\/([^/]+)\/log$/,
      ([, name = ''], _body, query) => find(name).log.since(Number(query.get('since') ?? 0)),
    ],
    [
      'POST',
      /^\/nodes\/([^/]+)\/callLegs\/([^/]+)\/(answer|drop)$/,
      ([, name = '', leg = '', action]) => {
        if (action === 'answer') answerLeg(find(name), leg);
        else dropLeg(find(name), leg, 'remoteTeardown');
        return {};
      },
    ],
    ['POST', /^\/users$/, (_match, body) => ({ id: addWebAppUser(options.cluster, newUser.parse(body)) })],
    [
      'DELETE',
      /^\/users\/([^/]+)$/,
      ([, id = '']) => {
        if (!removeWebAppUser(options.cluster, id)) throw new NotFound(`there is no user "${id}"`);
        return {};
      },
    ],
  ];

  const server = createServer((request, response) => {
    const answer = (status: number, value: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(value));
    };
    const url = new URL(request.url ?? '/', 'http://control');
    if (!url.pathname.startsWith(`/${token}/`)) return answer(404, { error: 'not found' });
    const path = url.pathname.slice(token.length + 1);
    const route = routes.find(([method, pattern]) => method === request.method && pattern.test(path));
    if (!route) return answer(404, { error: `no such control operation: ${request.method} ${path}` });
    const [, pattern, run] = route;
    readJson(request)
      .then((body) => run(pattern.exec(path) as RegExpExecArray, body, url.searchParams))
      .then((value) => answer(200, value))
      .catch((error: unknown) => {
        if (error instanceof NotFound) answer(404, { error: error.message });
        else if (error instanceof z.ZodError || error instanceof SyntaxError) answer(400, { error: error.message });
        else answer(500, { error: String(error) });
      });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${options.host === '0.0.0.0' ? '127.0.0.1' : options.host}:${port}/${token}/`,
    close: async () => {
      for (const cluster of extra.values()) await cluster.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

class NotFound extends Error {}

function describeNodes(cluster: RunningCluster): unknown[] {
  return cluster.nodes.map((node) => ({
    name: node.name,
    platform: node.platform,
    version: node.version,
    softwareVersion: node.softwareVersion,
    roles: [...node.roles],
    api: node.endpoints.api,
    mmp: node.endpoints.mmp,
    scheduler: node.endpoints.scheduler,
    webApp: node.endpoints.webApp,
    address: node.address,
    credentials: cluster.credentials,
    tls: { ca: cluster.authority },
    hostKey: cluster.hostKeys.get(node.name),
    c2w: c2wUrlOf(node),
  }));
}

function describeTms({ url, credentials, authority }: RunningTms): unknown {
  return { url, credentials, tls: { ca: authority } };
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const text = await readBody(request, 1_000_000);
  if (text === null) throw new SyntaxError('the request is too large');
  return text === '' ? {} : JSON.parse(text);
}
