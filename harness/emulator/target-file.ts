import { writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { stringify } from 'yaml';
import { c2wUrlOf } from './c2w/network.ts';
import type { RunningCluster } from './kernel/cluster.ts';
import type { RunningTms } from './tms/tms.ts';

/**
 * Writes a `lab` target file for this cluster and its TMS, its CA file and its password file beside it, so that
 * `certify --target FILE` judges it from outside as it would judge real nodes.
 */
export function writeTargetFile(file: string, cluster: RunningCluster, tms: RunningTms | null, control: string): void {
  const base = resolve(file).replace(/\.ya?ml$/, '');
  writeFileSync(`${base}.ca.pem`, cluster.authority);
  writeFileSync(`${base}.password`, cluster.credentials.password, { mode: 0o600 });
  const relative = (path: string) => `./${path.slice(dirname(path).length + 1)}`;
  const login = { username: cluster.credentials.username, password: { file: relative(`${base}.password`) } };
  const target = {
    kind: 'lab',
    bench: { control },
    harness: { address: '127.0.0.1' },
    ...(tms ? { tms: tmsOf(tms, relative(`${base}.ca.pem`), login) } : {}),
    nodes: cluster.nodes.map((node) => ({
      name: node.name,
      platform: node.platform,
      roles: [...node.roles],
      api: { url: node.endpoints.api, ...login },
      mmp: { ...node.endpoints.mmp, ...login, hostKey: cluster.hostKeys.get(node.name) },
      tls: { ca: relative(`${base}.ca.pem`) },
      c2w: { url: c2wUrlOf(node) },
      scheduler: { url: schedulerUrlOf(node) },
    })),
  };
  writeFileSync(
    file,
    `# Written by the emulator; true for as long as it runs.\n${stringify(target, { aliasDuplicateObjects: false })}`,
  );
}

/** Where a scheduler listens that is configured as the documents' example is (document 217367). */
function schedulerUrlOf(node: RunningCluster['nodes'][number]): string {
  return `https://${node.endpoints.mmp?.host === node.name ? node.name : node.address}:9443`;
}

/** TMS runs with the cluster's credentials and a certificate of its authority. */
function tmsOf({ url }: RunningTms, ca: string, login: object): object {
  const access = { ...login, tls: { ca } };
  return { booking: { url, ...access }, console: { url, ...access } };
}
