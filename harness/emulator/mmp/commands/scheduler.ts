import type { SchedulerCheck } from '../../../protocol/mmp/scheduler.ts';
import { schedulerCommonAddressUsage } from '../../../protocol/mmp/scheduler.ts';
import type { EmulatedNode } from '../../kernel/node.ts';
import type { SchedulerSettings, SchedulerStatusPart, TimedLoggingSubject } from '../../policies/scheduler.ts';
import { MeetingBook } from '../../scheduler/meetings.ts';
import { startScheduler, stopScheduler } from '../../scheduler/service.ts';
import { chainFacts, pairFacts } from '../certificates.ts';
import { type Answer, type Arguments, type Command, type Component, done, failure } from '../command.ts';
import { schedulerSettings, storeSchedulerSettings } from '../scheduler-state.ts';

type Policies = EmulatedNode['cluster']['policies'];
type Setter = (policies: Policies, settings: SchedulerSettings, args: Arguments) => SchedulerSettings;

function setter(usage: string, apply: Setter): Command {
  return {
    usage,
    run: ({ node }, args) => {
      const { policies } = node.cluster;
      const settings = schedulerSettings(node);
      if (settings.enabled && !policies['scheduler.editableWhileEnabled']()) {
        return failure(node, 'scheduler must be disabled first');
      }
      storeSchedulerSettings(node, apply(policies, settings, args));
      return done(policies['scheduler.setterLines']());
    },
  };
}

const files = (args: Arguments) => ({ key: args.one('key-file'), certificate: args.one('crt-fullchain-file') });

/** The component `scheduler` (document 217367). Its grammar is the documented list of usage lines. */
export const scheduler: Component = {
  name: 'scheduler',
  title: 'Configure scheduler',
  exists: ({ cluster: { policies }, platform, version }) =>
    policies['scheduler.commandExists'](policies['scheduler.support'](platform, version)),
  help: ({ cluster: { policies }, version }) =>
    policies['scheduler.helpLayout'](
      policies['scheduler.helpTitle'](),
      policies['scheduler.helpLines']({ version, commonAddress: policies['scheduler.hasCommonAddress'](version) }),
    ),
  commands: [
    { usage: 'scheduler', run: ({ node }) => done(listing(node)) },
    setter('scheduler https listen <interface> <port>', (policies, settings, args) =>
      policies['scheduler.setHttpsListen'](settings, { interface: args.one('interface'), port: args.one('port') }),
    ),
    setter('scheduler https listen none', (policies, settings) => policies['scheduler.clearHttpsListen'](settings)),
    setter('scheduler https certs <key-file> <crt-fullchain-file>', (policies, settings, args) =>
      policies['scheduler.setHttpsCerts'](settings, files(args)),
    ),
    setter('scheduler https certs none', (policies, settings) => policies['scheduler.clearHttpsCerts'](settings)),
    setter('scheduler c2w certs <key-file> <crt-fullchain-file>', (policies, settings, args) =>
      policies['scheduler.setC2wCerts'](settings, files(args)),
    ),
    setter('scheduler c2w certs none', (policies, settings) => policies['scheduler.clearC2wCerts'](settings)),
    setter('scheduler c2w trust <bundle>', (policies, settings, args) =>
      policies['scheduler.setC2wTrust'](settings, args.one('bundle')),
    ),
    setter('scheduler c2w trust none', (policies, settings) => policies['scheduler.clearC2wTrust'](settings)),
    setter('scheduler email server <hostname|address> <port>', (policies, settings, args) =>
      policies['scheduler.setEmailServer'](settings, { host: args.one('hostname|address'), port: args.one('port') }),
    ),
    setter('scheduler email server none', (policies, settings) => policies['scheduler.clearEmailServer'](settings)),
    { usage: 'scheduler email username <smtp username>', run: setEmailUsername },
    setter('scheduler email remove username', (policies, settings) =>
      policies['scheduler.removeEmailUsername'](settings),
    ),
    setter('scheduler email protocol <smtp|smtps>', (policies, settings, args) =>
      policies['scheduler.setEmailProtocol'](settings, args.one('smtp|smtps')),
    ),
    setter('scheduler email auth <enable|disable>', (policies, settings, args) =>
      policies['scheduler.setEmailAuth'](settings, args.one('enable|disable')),
    ),
    setter('scheduler email starttls <enable|disable>', (policies, settings, args) =>
      policies['scheduler.setEmailStartTls'](settings, args.one('enable|disable')),
    ),
    setter('scheduler email trust <bundle>', (policies, settings, args) =>
      policies['scheduler.setEmailTrust'](settings, args.one('bundle')),
    ),
    setter('scheduler email trust none', (policies, settings) => policies['scheduler.clearEmailTrust'](settings)),
    {
      ...setter(schedulerCommonAddressUsage, (policies, settings, args) =>
        policies['scheduler.setEmailCommonAddress'](settings, {
          address: args.one('address@mail.domain'),
          name: args.one('Display Name'),
        }),
      ),
      exists: ({ cluster: { policies }, version }) => policies['scheduler.hasCommonAddress'](version),
    },
    {
      usage: 'scheduler timedLogging',
      run: ({ node }) => done(node.cluster.policies['scheduler.timedLoggingLines'](timedLogging(node))),
    },
    { usage: 'scheduler timedLogging (webBridge|api|email) <time>', run: setTimedLogging },
    { usage: 'scheduler enable', run: ({ node }) => enable(node) },
    { usage: 'scheduler disable', run: ({ node }) => disable(node) },
    { usage: 'scheduler restart', run: ({ node }) => restart(node) },
    { usage: 'scheduler status', run: ({ node }) => done(status(node)) },
  ],
};

function listing(node: EmulatedNode): string[] {
  const { policies } = node.cluster;
  const settings = schedulerSettings(node);
  return policies['scheduler.listingFields'](settings).map((field) => {
    const value = policies['scheduler.listingValue'](field, settings);
    const shown =
      field === 'enabled'
        ? policies['scheduler.enabledWord'](settings.enabled)
        : value === null
          ? policies['scheduler.noneWord'](field)
          : field === 'emailPassword'
            ? policies['scheduler.passwordWord'](value)
            : value;
    return policies['scheduler.listingLine'](policies['scheduler.listingKey'](field), shown);
  });
}

async function setEmailUsername(context: Parameters<Command['run']>[0], args: Arguments): Promise<Answer> {
  const { node } = context;
  const { policies } = node.cluster;
  let password: string | null = null;
  if (policies['scheduler.asksEmailPassword'](context.interactive)) {
    password = await context.askHidden('Please enter password: ');
    if (password === null) return failure(node, 'no password was entered');
  }
  return setter('', (_policies, settings) =>
    policies['scheduler.setEmailUsername'](settings, {
      username: args.one('smtp username'),
      password: password === '' ? null : password,
    }),
  ).run(context, args);
}

type TimedLogging = SchedulerSettings['timedLogging'];
const timedLoggingSetAt = 'schedulerTimedLoggingSetAt';

/** The times of the logging that still goes on. */
function timedLogging(node: EmulatedNode): TimedLogging {
  const { clock, policies } = node.cluster;
  const setAt = node.settings.get<Partial<TimedLogging>>(timedLoggingSetAt) ?? {};
  const left = (subject: TimedLoggingSubject) => {
    const [time, since] = [schedulerSettings(node).timedLogging[subject], setAt[subject]];
    if (time === null || !since) return time;
    const logging = { time, setAt: new Date(since), now: clock.now() };
    return policies['scheduler.timedLoggingGoesOn'](logging) ? time : null;
  };
  return { webBridge: left('webBridge'), api: left('api'), email: left('email') };
}

function setTimedLogging(context: Parameters<Command['run']>[0], args: Arguments): Answer | Promise<Answer> {
  const time = args.one('time');
  // the unit is not documented; a whole number is the least that a time must be
  if (!/^\d{1,9}$/.test(time)) return failure(context.node, `Invalid time "${time}"`);
  const subject = args.one('webBridge|api|email') as TimedLoggingSubject;
  const { settings: kept, cluster } = context.node;
  const setAt = kept.get<Partial<TimedLogging>>(timedLoggingSetAt);
  kept.set(timedLoggingSetAt, { ...setAt, [subject]: cluster.clock.now().toISOString() });
  return setter('', (policies, settings) => policies['scheduler.setTimedLogging'](settings, subject, time)).run(
    context,
    args,
  );
}

async function enable(node: EmulatedNode): Promise<Answer> {
  const { policies } = node.cluster;
  const settings = schedulerSettings(node);
  if (!policies['scheduler.mayRunBeside']([...node.roles])) {
    return { lines: [policies['scheduler.checkFailureLine'](policies['scheduler.noCallBridgeText']())], ok: false };
  }
  const lines: string[] = [];
  let allPassed = true;
  for (const check of policies['scheduler.enableChecks']({ https: policies['scheduler.httpsConfigured'](settings) })) {
    const passed = passes(node, check, settings);
    const text = policies['scheduler.checkText'](check);
    lines.push(policies[passed ? 'scheduler.checkSuccessLine' : 'scheduler.checkFailureLine'](text));
    allPassed &&= passed;
    if (!passed && policies['scheduler.stopsAtFailure']()) break;
  }
  const enabled = policies['scheduler.enabledAfterChecks'](allPassed);
  const after = policies[allPassed ? 'scheduler.settingsAfterEnable' : 'scheduler.settingsAfterFailedEnable'](settings);
  storeSchedulerSettings(node, { ...after, enabled });
  if (enabled) await startScheduler(node);
  else await stopScheduler(node);
  if (policies['scheduler.saysEnabled'](allPassed)) lines.push(policies['scheduler.enabledLine']());
  return { lines, ok: allPassed };
}

function passes(node: EmulatedNode, check: SchedulerCheck, settings: SchedulerSettings): boolean {
  const { policies, clock } = node.cluster;
  const content = (name: string | null) => (name === null ? undefined : node.files.read(name)?.content);
  const httpsCertificate = content(settings.httpsCertificateFile);
  const c2wCertificate = content(settings.c2wCertificateFile);
  switch (check) {
    case 'httpsPair':
      return policies['scheduler.httpsPairMatches'](pairFacts(content(settings.httpsKeyFile), httpsCertificate));
    case 'httpsChain':
      return policies['scheduler.httpsChainVerifies'](chainFacts(httpsCertificate, clock.now()));
    case 'c2wPair':
      return policies['scheduler.c2wPairMatches'](pairFacts(content(settings.c2wKeyFile), c2wCertificate));
    case 'c2wChain':
      return policies['scheduler.c2wChainVerifies'](chainFacts(c2wCertificate, clock.now()));
  }
}

async function disable(node: EmulatedNode): Promise<Answer> {
  const { policies } = node.cluster;
  storeSchedulerSettings(node, policies['scheduler.settingsAfterDisable'](schedulerSettings(node)));
  if (!schedulerSettings(node).enabled) await stopScheduler(node);
  return done(policies['scheduler.disableLines']());
}

async function restart(node: EmulatedNode): Promise<Answer> {
  const { policies } = node.cluster;
  const settings = schedulerSettings(node);
  const allowed = policies['scheduler.mayRestart'](settings.enabled);
  if (allowed) {
    storeSchedulerSettings(node, policies['scheduler.settingsAfterRestart'](settings));
    await stopScheduler(node);
    MeetingBook.of(node).interrupted('restart');
    await startScheduler(node);
  }
  return { lines: policies['scheduler.restartLines'](allowed), ok: allowed };
}

function status(node: EmulatedNode): string[] {
  const { policies } = node.cluster;
  const settings = schedulerSettings(node);
  const running = policies['scheduler.running'](settings.enabled);
  const lines: Record<SchedulerStatusPart, () => string> = {
    status: () => policies['scheduler.statusLine'](settings.enabled),
    running: () => policies['scheduler.statusRunningLine'](running),
    database: () => policies['scheduler.statusDatabaseLine'](),
    https: () => policies['scheduler.statusHttpsLine'](policies['scheduler.httpsConfigured'](settings)),
    c2w: () => policies['scheduler.statusC2wLine'](policies['scheduler.c2wConfigured'](settings)),
    email: () => policies['scheduler.statusEmailLine'](policies['scheduler.emailConfigured'](settings)),
  };
  return policies['scheduler.statusParts'](running).map((part) => lines[part]());
}
