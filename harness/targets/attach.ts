import { ApiClient } from '../clients/api.ts';
import { MmpClient } from '../clients/mmp.ts';
import { TargetUnavailable } from '../protocol/exchange.ts';
import { parseVersion } from '../protocol/platform.ts';
import { Control } from './bench.ts';
import { type DescribedNode, mmpEndpointOf, type Target, type TargetNode } from './target.ts';
import { type TargetFile, TargetFileError } from './target-file.ts';

/**
 * Attaches to nodes that somebody else started: asks each one who it is, over its API and its MMP.
 * Throws TargetUnavailable when a node can't be asked or is no Call Bridge, TargetFileError when it contradicts its description.
 */
export async function attach({ nodes: described, control, tms, harness }: TargetFile): Promise<Target> {
  const nodes = await Promise.all(described.map(discover));
  return {
    kind: 'lab',
    nodes,
    tms,
    ...(harness ? { harness } : {}),
    bench: control ? new Control(control) : null,
    close: async () => {},
  };
}

async function discover(node: DescribedNode): Promise<TargetNode> {
  const softwareVersion = await askVersion(node);
  const version = parseVersion(softwareVersion);
  if (!version)
    throw new TargetUnavailable(
      `${node.name} at ${node.api.url} names no version: softwareVersion is "${softwareVersion}".`,
    );
  await askRoles(node, softwareVersion);
  return { ...node, softwareVersion, version: `${version.major}.${version.minor}` };
}

async function askVersion(node: DescribedNode): Promise<string> {
  const api = new ApiClient({ node: node.name, ...node.api, tls: node.tls });
  try {
    const answer = await api.get('/api/v1/system/status');
    const version =
      answer.xml?.name === 'status'
        ? answer.xml.children.find((child) => child.name === 'softwareVersion')?.text
        : undefined;
    if (answer.status !== 200 || !version) {
      const got =
        answer.body === ''
          ? 'an empty body'
          : /<html|<!doctype/i.test(answer.body)
            ? 'an HTML page'
            : `"${answer.body.slice(0, 60)}"`;
      throw new TargetUnavailable(
        `${node.name} at ${node.api.url} is not a Call Bridge API: GET /api/v1/system/status gave ${answer.status} with ${got} instead of a <status> document; check the address and port.`,
      );
    }
    return version;
  } finally {
    await api.close();
  }
}

async function askRoles(node: DescribedNode, softwareVersion: string): Promise<void> {
  const mmp = await MmpClient.connect(mmpEndpointOf(node));
  try {
    if (!node.roles.includes('scheduler')) return;
    const listing = await mmp.run('scheduler');
    if (/^unknown command/i.test(listing.text.trim())) {
      throw new TargetFileError(
        `${node.name} is described with the role scheduler, but its MMP (${softwareVersion}) has no scheduler command; correct its roles or platform.`,
      );
    }
  } finally {
    await mmp.close();
  }
}
