import { hostnameOf } from '../boot.ts';
import { type Component, done, failure } from '../command.ts';

export const version: Component = {
  name: 'version',
  title: 'Show the running software version',
  commands: [
    { usage: 'version', run: ({ node }) => done(node.cluster.policies['mmp.versionLines'](node.softwareVersion)) },
  ],
};

export const uptime: Component = {
  name: 'uptime',
  title: 'Show the time since the last boot',
  commands: [
    {
      usage: 'uptime',
      run: ({ node }) => {
        const seconds = (node.cluster.clock.now().getTime() - node.bootedAt.getTime()) / 1000;
        return done([node.cluster.policies['mmp.uptimeLine'](Math.max(0, Math.floor(seconds)))]);
      },
    },
  ],
};

/** `hostname <name>` waits for a reboot (lab note); without a name it prints the one in effect (inferred). */
export const hostname: Component = {
  name: 'hostname',
  title: 'Show or set the hostname',
  commands: [
    { usage: 'hostname', run: ({ node }) => done([hostnameOf(node)]) },
    {
      usage: 'hostname <name>',
      run: ({ node }, args) => {
        const name = args.one('name');
        if (!/^[A-Za-z0-9]([A-Za-z0-9.-]{0,61}[A-Za-z0-9])?$/.test(name)) {
          return failure(node, node.cluster.policies['mmp.refusalText']({ kind: 'host', value: name }));
        }
        node.settings.set('hostnamePending', name);
        return done(node.cluster.policies['mmp.hostnameLines']());
      },
    },
  ],
};

/** `reboot` restarts the server at once (document 213821). */
export const reboot: Component = {
  name: 'reboot',
  title: 'Reboot the server',
  commands: [
    {
      usage: 'reboot',
      run: ({ node, afterwards }) => {
        afterwards(() => {
          node.reboot().catch((error: unknown) => {
            node.log.write(
              'user.warning',
              'cli:',
              `reboot failed: ${error instanceof Error ? error.message : String(error)}`,
            );
          });
        });
        return done(['Rebooting...']);
      },
    },
  ],
};
