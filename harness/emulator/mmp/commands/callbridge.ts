import { startCallBridgeC2w } from '../../c2w/clients.ts';
import type { EmulatedNode } from '../../kernel/node.ts';
import { type Component, done, failure } from '../command.ts';
import { changeListed, listedSettings, listingLines } from './component-state.ts';

const name = 'callbridge';

/** Call Bridge (documents 221729, 221776, 221573, 213821). Its listing has no `Enabled` line. */
export const callbridge: Component = {
  name,
  title: 'Configure Call Bridge',
  exists: (node) => node.roles.has('callBridge'),
  commands: [
    { usage: 'callbridge', run: ({ node }) => done(listing(node)) },
    set('callbridge listen <interface>', 'Listening interfaces', 'interface'),
    { usage: 'callbridge listen none', run: ({ node }) => unset(node, 'Listening interfaces') },
    {
      usage: 'callbridge certs <callbridge-key-file> <crt-file> [<cert-bundle>]',
      run: ({ node }, args) => {
        changeListed(node, name, {
          'Key file': args.one('callbridge-key-file'),
          'Certificate file': args.one('crt-file'),
          'CA Bundle file': args.optional('cert-bundle'),
        });
        return done();
      },
    },
    {
      usage: 'callbridge certs none',
      run: ({ node }) => unset(node, 'Key file', 'Certificate file', 'CA Bundle file'),
    },
    set('callbridge trust c2w <bundle>', 'C2W trusted certs', 'bundle'),
    { usage: 'callbridge trust c2w none', run: ({ node }) => unset(node, 'C2W trusted certs') },
    set('callbridge trust cluster <bundle>', 'Callbridge cluster trusted certs', 'bundle'),
    { usage: 'callbridge trust cluster none', run: ({ node }) => unset(node, 'Callbridge cluster trusted certs') },
    {
      usage: 'callbridge wc3jwt expiry <hours>',
      exists: hasWc3Jwt,
      run: ({ node }, args) => {
        const hours = args.one('hours');
        if (!node.cluster.policies['mmp.acceptsJwtExpiry'](hours)) return failure(node, `Invalid expiry "${hours}"`);
        changeListed(node, name, { 'WC3 JWT Expiry in hours': hours });
        return done();
      },
    },
    set('callbridge ucm certs <cert-bundle>', 'UCM trusted certs', 'cert-bundle'),
    mode('callbridge ucm verify <enable|disable>', 'UCM verification mode'),
    set('callbridge imps certs <cert-bundle>', 'IMPS trusted certs', 'cert-bundle'),
    mode('callbridge imps verify <enable|disable>', 'IMPS verification mode'),
    {
      ...mode('callbridge av1 <enable|disable>', 'AV1 Video Codec'),
      exists: (node) => keysOf(node).some(({ key }) => key === 'AV1 Video Codec'),
    },
    // two documents type it although no state of it is ever shown
    { usage: 'callbridge enable', hidden: true, run: () => done() },
    {
      usage: 'callbridge restart',
      run: ({ node }) => {
        startCallBridgeC2w(node);
        return done([node.cluster.policies['mmp.successLine']('callbridge restarted')]);
      },
    },
  ],
};

function set(usage: string, key: string, argument: string): Component['commands'][number] {
  return {
    usage,
    run: ({ node }, args) => {
      changeListed(node, name, { [key]: args.one(argument) });
      return done();
    },
  };
}

function mode(usage: string, key: string): Component['commands'][number] {
  return {
    usage,
    run: ({ node }, args) => {
      changeListed(node, name, { [key]: `${args.one('enable|disable')}d` });
      return done();
    },
  };
}

function unset(node: EmulatedNode, ...keys: string[]) {
  changeListed(node, name, Object.fromEntries(keys.map((key) => [key, null])));
  return done();
}

function keysOf(node: EmulatedNode) {
  const caBundle = listedSettings(node, name)['CA Bundle file'] !== undefined;
  return node.cluster.policies['mmp.callbridgeKeys']({ version: node.version, caBundle });
}

function hasWc3Jwt(node: EmulatedNode): boolean {
  return keysOf(node).some(({ key }) => key === 'WC3 JWT Expiry in hours');
}

function listing(node: EmulatedNode): string[] {
  return listingLines(node, keysOf(node), listedSettings(node, name), {
    'UCM verification mode': 'disabled',
    'IMPS verification mode': 'disabled',
    'WC3 JWT Expiry in hours': '24',
    'AV1 Video Codec': 'disabled',
  });
}
