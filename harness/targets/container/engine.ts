import { request } from 'node:http';
import { createServer } from 'node:net';
import type { ContainerRuntimeClient } from 'testcontainers';

/** Containers can't be had here; the message is one sentence for the user, and says what to do. */
export class ContainersUnavailable extends Error {
  override readonly name = 'ContainersUnavailable';
}

export type Engine = ContainerRuntimeClient;

/**
 * The Docker engine that DOCKER_HOST names, else this machine's. Containers are found again by their labels, so testcontainers'
 * own reaper, an image of its own, is switched off. Throws ContainersUnavailable.
 */
export async function connectEngine(): Promise<Engine> {
  const wanted = process.env.DOCKER_HOST;
  // testcontainers would go on to the next engine that it finds
  if (wanted && !(await answers(wanted))) throw noEngine(` at ${wanted} (DOCKER_HOST)`);
  process.env.TESTCONTAINERS_RYUK_DISABLED = 'true';
  const { getContainerRuntimeClient } = await import('testcontainers');
  const engine = await getContainerRuntimeClient().catch(() => {
    throw noEngine('');
  });
  const { host } = engine.info.containerRuntime;
  if (!(await isThisMachine(host))) {
    throw new ContainersUnavailable(
      `The Docker engine is on ${host}, not on this machine, whose loopback the containers are to be reached through: run this tool there.`,
    );
  }
  return engine;
}

/**
 * Whether an engine's address is this machine's own: then one can listen on it. Inside a container testcontainers names the
 * gateway of the engine's network, and that interface is down while no container runs.
 */
export function isThisMachine(host: string): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(0, host, () => server.close(() => resolve(true)));
  });
}

function noEngine(where: string): ContainersUnavailable {
  return new ContainersUnavailable(
    `No Docker engine answers${where}: install docker.io and start it (dockerd), or leave out --target container to use the embedded cluster.`,
  );
}

/** Whether an engine answers there; what is neither a socket nor HTTP is left to the client. */
function answers(host: string): Promise<boolean> {
  const [, scheme = '', address = ''] = /^(\w+):\/\/(.*)$/.exec(host) ?? [];
  if (scheme !== 'unix' && scheme !== 'tcp' && scheme !== 'http') return Promise.resolve(scheme !== '');
  return new Promise((resolve) => {
    const options = scheme === 'unix' ? { socketPath: address } : { ...hostAndPort(address) };
    const asked = request({ ...options, path: '/_ping', timeout: 5000 }, (response) => {
      response.resume();
      resolve(true);
    });
    asked.once('timeout', () => asked.destroy());
    asked.once('error', () => resolve(false));
    asked.once('close', () => resolve(false));
    asked.end();
  });
}

function hostAndPort(address: string): { host: string; port: number } {
  const url = new URL(`http://${address}`);
  return { host: url.hostname, port: Number(url.port || 2375) };
}
