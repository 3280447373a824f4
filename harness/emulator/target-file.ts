import { writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { stringify } from 'yaml';
import type { RunningCluster } from './kernel/cluster.ts';

/**
 * Writes a `lab` target file for this cluster, its CA file and its password file beside it, so that
 * `certify --target FILE` judges it from outside as it would judge real nodes.
 */
export function writeTargetFile(file: string, cluster: RunningCluster, control: string): void {
  const base = resolve(file).replace(/\.ya?ml$/, '');
  writeFileSync(`${base}.ca.pem`, cluster.authority);
  writeFileSync(`${base}.password`, cluster.credentials.password, { mode: 0o600 });
  const relative = (path: string) => `./${path.slice(dirname(path).length + 1)}`;
  const login = { username: cluster.credentials.username, password: { file: relative(`${base}.password`) } };
  const target = {
    kind: 'lab',
    bench: { control },
    nodes: cluster.nodes.map((node) => ({
      name: node.name,
      platform: node.platform,
      roles: [...node.roles],
      api: { url: node.endpoints.api, ...login },
      mmp: { ...node.endpoints.mmp, ...login, hostKey: cluster.hostKeys.get(node.name) },
      tls: { ca: relative(`${base}.ca.pem`) },
    })),
  };
  writeFileSync(file, `# Written by the emulator; true for as long as it runs.\n${stringify(target)}`);
}
