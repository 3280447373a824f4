import { clusterAuthority, nodeIdentity } from '../kernel/identity.ts';
import type { Cluster } from '../kernel/node.ts';
import { tmsName, UsageError } from '../kernel/topology.ts';
import { BridgePort } from './api-port.ts';
import { addBooking } from './booking/handler.ts';
import { Conferences } from './conferences.ts';
import { TmsConsole } from './console.ts';
import { ConsoleConferences } from './console-conferences.ts';
import { startTmsServer, TmsRouter } from './http.ts';
import { ManagedSystems } from './managed-systems.ts';
import { Runner } from './runner.ts';
import { StoredSettings } from './settings.ts';
import { StoredSystems } from './systems.ts';
import type { BridgeLogin, ConferenceRunner } from './types.ts';
import { TmsWeb } from './web.ts';

export interface TmsOptions {
  /** Address to listen on; with `0.0.0.0` it is reached by its name. */
  host: string;
  /** A free one, and the same one again on the same data, when null. */
  port: number | null;
  credentials: { username: string; password: string };
}

/** TMS as it runs. */
export interface RunningTms {
  /** Base URL without path. */
  readonly url: string;
  readonly credentials: { username: string; password: string };
  /** PEM of the authority that issued its certificate. */
  readonly authority: string;
  readonly systems: StoredSystems;
  readonly conferences: Conferences;
  readonly runner: ConferenceRunner;
  close(): Promise<void>;
}

/**
 * Starts the emulated TMS beside a cluster and resolves when it answers. What it keeps is in the cluster's store.
 * Throws UsageError when its port is taken.
 */
export async function startTms(cluster: Cluster, options: TmsOptions): Promise<RunningTms> {
  const { store } = cluster;
  const { host, credentials } = options;
  const port = options.port ?? store.setting<number>(tmsName, 'port') ?? 0;
  const authority = await clusterAuthority(store);
  const hosts = [tmsName, `${tmsName}.example.test`, 'localhost', '127.0.0.1', ...(host === '0.0.0.0' ? [] : [host])];
  const identity = await nodeIdentity(store, tmsName, [...new Set(hosts)]);
  const systems = new StoredSystems(store);
  const { policies } = cluster;
  const managed = new ManagedSystems(cluster, systems, authority.cert);
  const router = new TmsRouter();
  const parts = { policies, systems, managed, settings: new StoredSettings(cluster) };
  const tmsConsole = new TmsConsole(parts);
  router.add('/api', (request) => tmsConsole.answer(request));
  const conferences = new Conferences(store, (change) => policies['booking.transactionType'](change));
  const web = new TmsWeb({ ...parts, console: tmsConsole, conferences });
  router.add('/', (request) => web.answer(request));
  const consoleConferences = new ConsoleConferences(cluster, conferences);
  router.add('/api/conferences', (request) => consoleConferences.answer(request));
  addBooking(router, { cluster, conferences, systems, slotsFree: (start, end) => runner.slotsFree(start, end) });
  const server = await startTmsServer(cluster, { host, port, identity, credentials, router }).catch(
    (error: unknown) => {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'EADDRINUSE' && code !== 'EACCES') throw error;
      const why = code === 'EACCES' ? 'may not be opened by this user' : 'is in use';
      throw new UsageError(
        `Port ${port} on ${host}, which is the one of TMS, ${why}: choose another one with --port-base, or leave TMS out with --no-tms.`,
      );
    },
  );
  store.setSetting(tmsName, 'port', server.port);
  const connect = (login: BridgeLogin) => new BridgePort({ login, policies, authority: authority.cert });
  const runner = new Runner({ cluster, systems, conferences, connect });
  return {
    url: `https://${host === '0.0.0.0' ? tmsName : host}:${server.port}`,
    credentials,
    authority: authority.cert,
    systems,
    conferences,
    runner,
    close: async () => {
      await server.close();
      await runner.stop();
    },
  };
}
