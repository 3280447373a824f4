import { schedulerCheckTexts } from '../../../protocol/mmp/scheduler.ts';
import { compareVersions } from '../../../protocol/platform.ts';
import { startWebBridge, stopWebBridge } from '../../c2w/web-bridge.ts';
import type { EmulatedNode } from '../../kernel/node.ts';
import { chainProblems } from '../../policies/certificates.ts';
import { chainFacts, pairFacts } from '../certificates.ts';
import { type Answer, type Arguments, type Command, type Component, done, failure } from '../command.ts';
import { changeListed, listedSettings, listingLines } from './component-state.ts';

const name = 'webbridge3';

/** Web Bridge 3 (documents 217367, 221729, 217201). */
export const webbridge3: Component = {
  name,
  title: 'Configure webbridge3',
  exists: (node) => node.cluster.policies['mmp.hasWebbridge3'](node.version),
  commands: [
    { usage: 'webbridge3', run: ({ node }) => done(listing(node)) },
    listen('webbridge3 https listen <interface:port> [<interface:port> ...]', 'HTTPS'),
    unset('webbridge3 https listen none', 'HTTPS listening ports and interfaces'),
    certs('webbridge3 https certs <key-file> <crt-fullchain-file>', 'HTTPS'),
    unset('webbridge3 https certs none', 'HTTPS Key file', 'HTTPS Full chain certificate file'),
    { usage: 'webbridge3 https frame-ancestors <frame-ancestors space-separated string>', run: frameAncestors },
    unset('webbridge3 https frame-ancestors none', 'HTTPS Frame-Ancestors'),
    state('webbridge3 http-redirect enable', { 'HTTP redirect': 'Enabled' }),
    state('webbridge3 http-redirect disable', { 'HTTP redirect': 'Disabled' }),
    listen('webbridge3 c2w listen <interface:port> [<interface:port> ...]', 'C2W'),
    unset('webbridge3 c2w listen none', 'C2W listening ports and interfaces'),
    certs('webbridge3 c2w certs <key-file> <crt-fullchain-file>', 'C2W'),
    unset('webbridge3 c2w certs none', 'C2W Key file', 'C2W Full chain certificate file'),
    {
      usage: 'webbridge3 c2w trust <cert-bundle>',
      run: ({ node }, args) => {
        changeListed(node, name, { 'C2W Trust bundle': args.one('cert-bundle') });
        return done();
      },
    },
    unset('webbridge3 c2w trust none', 'C2W Trust bundle'),
    { usage: 'webbridge3 meetingapps add <hostname> <port> <secretkey>', exists: hasMeetingApps, run: addMeetingApps },
    { usage: 'webbridge3 enable', run: ({ node }) => enable(node) },
    {
      usage: 'webbridge3 disable',
      run: async ({ node }) => {
        changeListed(node, name, { Enabled: 'false' });
        await stopWebBridge(node);
        return done([node.cluster.policies['mmp.successLine']('webbridge3 disabled')]);
      },
    },
    {
      usage: 'webbridge3 restart',
      run: async ({ node }) => {
        if (listedSettings(node, name).Enabled !== 'true') return failure(node, 'webbridge3 is not enabled');
        await startWebBridge(node);
        return done([node.cluster.policies['mmp.successLine']('webbridge3 restarted')]);
      },
    },
  ],
};

function state(usage: string, changes: Record<string, string | null>): Command {
  return {
    usage,
    run: ({ node }) => {
      changeListed(node, name, changes);
      return done();
    },
  };
}

function unset(usage: string, ...keys: string[]): Command {
  return state(usage, Object.fromEntries(keys.map((key) => [key, null])));
}

function listen(usage: string, side: 'HTTPS' | 'C2W'): Command {
  return {
    usage,
    run: ({ node }, args) => {
      const value = node.cluster.policies['mmp.listenersValue'](args.all('interface:port'));
      changeListed(node, name, { [`${side} listening ports and interfaces`]: value });
      return done();
    },
  };
}

function certs(usage: string, side: 'HTTPS' | 'C2W'): Command {
  return {
    usage,
    run: ({ node }, args) => {
      changeListed(node, name, {
        [`${side} Key file`]: args.one('key-file'),
        [`${side} Full chain certificate file`]: args.one('crt-fullchain-file'),
      });
      return done();
    },
  };
}

function frameAncestors({ node }: Parameters<Command['run']>[0], args: Arguments): Answer {
  const text = args.all('frame-ancestors space-separated string').join(' ');
  if (!node.cluster.policies['mmp.acceptsFrameAncestors'](text)) return failure(node, 'Invalid frame-ancestors');
  changeListed(node, name, { 'HTTPS Frame-Ancestors': text });
  return done();
}

/** MeetingApps came with 3.5 and can only be set while the Web Bridge is disabled (document 218117). */
function hasMeetingApps(node: EmulatedNode): boolean {
  return compareVersions(node.version, '3.5') >= 0;
}

function addMeetingApps({ node }: Parameters<Command['run']>[0], args: Arguments): Answer {
  if (listedSettings(node, name).Enabled === 'true') return failure(node, 'webbridge3 must be disabled first');
  changeListed(node, name, { 'Meetingapps address': args.one('hostname'), 'Meetingapps port': args.one('port') });
  return done();
}

function listing(node: EmulatedNode): string[] {
  const { policies } = node.cluster;
  const keys = policies['mmp.webbridge3Keys'](node.version).map((key) => ({
    key,
    width: policies['mmp.webbridge3KeyWidth'](node.version, key),
  }));
  return listingLines(node, keys, listedSettings(node, name), {
    Enabled: 'false',
    'HTTP redirect': 'Disabled',
    'Audio priority flag': 'Enabled',
  });
}

/** The lines are not documented for Web Bridge 3; inferred: the scheduler's four checks and the Web Bridge 2's last line. */
async function enable(node: EmulatedNode): Promise<Answer> {
  const { policies, clock } = node.cluster;
  const settings = listedSettings(node, name);
  const file = (key: string) => node.files.read(settings[key] ?? '')?.content;
  const lines: string[] = [];
  for (const side of ['HTTPS', 'C2W'] as const) {
    const prefix = side === 'HTTPS' ? 'https' : 'c2w';
    const certificate = file(`${side} Full chain certificate file`);
    const checks = [
      { text: schedulerCheckTexts[`${prefix}Pair`], passed: pairFacts(file(`${side} Key file`), certificate).matches },
      {
        text: schedulerCheckTexts[`${prefix}Chain`],
        passed: chainProblems(chainFacts(certificate, clock.now())).length === 0,
      },
    ];
    for (const { text, passed } of checks) {
      lines.push(policies[passed ? 'mmp.successLine' : 'mmp.failureLine'](text));
      if (passed) continue;
      changeListed(node, name, { Enabled: 'false' });
      await stopWebBridge(node);
      return { lines, ok: false };
    }
  }
  changeListed(node, name, { Enabled: 'true' });
  await startWebBridge(node);
  return done([...lines, policies['mmp.successLine']('webbridge3 enabled')]);
}
