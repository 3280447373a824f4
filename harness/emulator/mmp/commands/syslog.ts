import { type CommandContext, type Component, done, failure } from '../command.ts';
import { type SyslogSettings, type SyslogTransport, startSyslog, syslogSettings } from '../syslog.ts';

/** Syslog (`follow` is documented in 210530; the server list's grammar is recalled, transports and trust inferred). */
export const syslog: Component = {
  name: 'syslog',
  title: 'Configure syslog',
  commands: [
    {
      usage: 'syslog',
      run: ({ node }) => {
        const { policies } = node.cluster;
        const { enabled, servers } = syslogSettings(node);
        const list = servers.map(({ host, port, transport }) => `${host}:${port} (${transport})`).join(' ');
        return done([
          policies['mmp.listingLine']({ key: 'Enabled', value: String(enabled), width: 24 }),
          policies['mmp.listingLine']({ key: 'Servers', value: list || policies['mmp.noneWord'](), width: 24 }),
        ]);
      },
    },
    {
      usage: 'syslog server add <hostname|address> [<port>] [<transport>]',
      run: (context, args) => {
        const { node } = context;
        const host = args.one('hostname|address');
        const transport = args.optional('transport') ?? 'tcp';
        if (!isTransport(transport)) return failure(node, `Unknown transport "${transport}"`);
        const { servers } = syslogSettings(node);
        if (servers.some((server) => server.host === host)) return failure(node, `Server "${host}" already exists`);
        const port = Number(args.optional('port') ?? 514);
        return change(context, {
          servers: [...servers, { host, port, transport }],
        });
      },
    },
    {
      usage: 'syslog server del <hostname|address>',
      run: (context, args) => {
        const host = args.one('hostname|address');
        const { servers } = syslogSettings(context.node);
        const rest = servers.filter((server) => server.host !== host);
        if (rest.length === servers.length) return failure(context.node, `Server "${host}" does not exist`);
        return change(context, { servers: rest });
      },
    },
    {
      usage: 'syslog server list',
      run: ({ node }) =>
        done(syslogSettings(node).servers.map(({ host, port, transport }) => `${host} ${port} ${transport}`)),
    },
    {
      usage: 'syslog trust <bundle>',
      run: (context, args) => {
        const bundle = args.one('bundle');
        if (bundle === 'none') return change(context, { trust: undefined });
        if (!context.node.files.read(bundle)) return failure(context.node, `File "${bundle}" does not exist`);
        return change(context, { trust: bundle });
      },
    },
    { usage: 'syslog enable', run: (context) => change(context, { enabled: true }) },
    { usage: 'syslog disable', run: (context) => change(context, { enabled: false }) },
    { usage: 'syslog follow', run: follow },
  ],
};

function isTransport(text: string): text is SyslogTransport {
  return ['tcp', 'udp', 'tls'].includes(text);
}

function change({ node }: CommandContext, part: Partial<SyslogSettings>) {
  node.settings.set('syslog', { ...syslogSettings(node), ...part });
  startSyslog(node);
  return done();
}

/** Prints the log as it is written, until interrupted. */
async function follow({ node, signal, write }: CommandContext) {
  const sink = (_facility: string, line: string) => write(line);
  node.log.sinks.add(sink);
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
  node.log.sinks.delete(sink);
  return done();
}
