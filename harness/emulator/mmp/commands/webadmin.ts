import type { EmulatedNode } from '../../kernel/node.ts';
import { type Component, done } from '../command.ts';
import { changeListed, listedSettings, listingLines } from './component-state.ts';

const name = 'webadmin';

/** Web Admin (documents 221729, 213821): unless configured otherwise it shows the API's own listener. */
export const webadmin: Component = {
  name,
  title: 'Configure Web Admin',
  commands: [
    { usage: 'webadmin', run: ({ node }) => done(listing(node)) },
    {
      usage: 'webadmin listen <interface> <port>',
      run: ({ node }, args) => {
        changeListed(node, name, {
          'TLS listening interface': args.one('interface'),
          'TLS listening port': args.one('port'),
        });
        return done();
      },
    },
    {
      usage: 'webadmin certs <key-file> <crt-file> [<cert-bundle>]',
      run: ({ node }, args) => {
        changeListed(node, name, { 'Key file': args.one('key-file'), 'Certificate file': args.one('crt-file') });
        return done();
      },
    },
    {
      usage: 'webadmin enable',
      run: ({ node }) => {
        changeListed(node, name, { Enabled: 'true' });
        return done([node.cluster.policies['mmp.successLine']('webadmin enabled')]);
      },
    },
    {
      usage: 'webadmin disable',
      run: ({ node }) => {
        changeListed(node, name, { Enabled: 'false' });
        return done([node.cluster.policies['mmp.successLine']('webadmin disabled')]);
      },
    },
    {
      usage: 'webadmin restart',
      run: ({ node }) => done([node.cluster.policies['mmp.successLine']('webadmin restarted')]),
    },
  ],
};

function listing(node: EmulatedNode): string[] {
  const { api } = node.endpoints;
  const settings = listedSettings(node, name);
  const enabled = settings.Enabled ?? String(api !== null);
  const values = {
    ...settings,
    // inferred: the documents show only a running one
    STATUS: enabled === 'true' ? 'webadmin running' : 'webadmin not running',
  };
  return listingLines(node, node.cluster.policies['mmp.webadminKeys'](), values, {
    Enabled: enabled,
    'TLS listening interface': 'a',
    'TLS listening port': api === null ? '443' : new URL(api).port || '443',
    'HTTP redirect': 'Disabled',
  });
}
