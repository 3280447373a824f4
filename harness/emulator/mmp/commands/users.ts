import { type AccountRole, accountRoles } from '../../kernel/accounts.ts';
import type { EmulatedNode } from '../../kernel/node.ts';
import { type Answer, type CommandContext, type Component, done, failure } from '../command.ts';

/** MMP accounts (CMS 2.0 MMP reference, user accounts). */
export const user: Component = {
  name: 'user',
  title: 'Manage user accounts',
  commands: [
    {
      usage: 'user add <username> (admin|crypto|audit|appadmin|api)',
      run: (context, args) => add(context, args.one('username'), args.one(accountRoles.join('|')) as AccountRole),
    },
    { usage: 'user del <username>', run: (context, args) => remove(context, args.one('username')) },
    { usage: 'user list', run: (context) => list(context) },
    { usage: 'user info <username>', run: (context, args) => info(context, args.one('username')) },
    { usage: 'user evict <username>', run: (context, args) => evict(context, args.one('username')) },
  ],
};

/** `passwd [<username>]` sets one's own or, for an admin, another one's password (recalled). */
export const passwd: Component = {
  name: 'passwd',
  title: 'Change a password',
  commands: [
    {
      usage: 'passwd [<username>]',
      run: async (context, args) => {
        const { node, session } = context;
        const account = node.accounts.find(args.optional('username') ?? session.username);
        if (account?.username !== session.username && session.role !== 'admin') {
          return failure(node, node.cluster.policies['mmp.refusalText']({ kind: 'permission', component: 'passwd' }));
        }
        if (!account) return unknownUser(node, args.one('username'));
        const password = await askTwice(context);
        if (typeof password !== 'string') return password;
        node.accounts.put(account.username, account.role, password, false);
        return done([node.cluster.policies['mmp.successLine']('password changed')]);
      },
    },
  ],
};

async function add(context: CommandContext, username: string, role: AccountRole): Promise<Answer> {
  const { node } = context;
  if (!/^[A-Za-z_][A-Za-z0-9_.-]{0,31}$/.test(username)) return failure(node, `Invalid username "${username}"`);
  if (node.accounts.find(username)) return failure(node, `User "${username}" already exists`);
  const password = await askTwice(context);
  if (typeof password !== 'string') return password;
  // another session may have added it meanwhile
  if (node.accounts.find(username)) return failure(node, `User "${username}" already exists`);
  node.accounts.put(username, role, password, true);
  return done([node.cluster.policies['mmp.successLine'](`user "${username}" added`)]);
}

function remove({ node, session, sessions }: CommandContext, username: string): Answer {
  if (username === session.username) return failure(node, 'You cannot remove your own account');
  if (!node.accounts.remove(username)) return unknownUser(node, username);
  for (const each of sessions) if (each.username === username) each.close();
  return done([node.cluster.policies['mmp.successLine'](`user "${username}" removed`)]);
}

function list({ node, sessions }: CommandContext): Answer {
  const { policies } = node.cluster;
  const loggedIn = new Set(Array.from(sessions, (session) => session.username));
  const rows = node.accounts
    .list()
    .toSorted((a, b) => (a.username < b.username ? -1 : 1))
    .map(({ username, role, passwordChangedAt }) =>
      policies['mmp.userListRow']({
        username,
        role,
        passwordExpiresAt: policies['mmp.passwordExpiry'](passwordChangedAt),
        loggedIn: loggedIn.has(username),
      }),
    );
  return done([policies['mmp.userListHeader'](), ...rows]);
}

function info({ node }: CommandContext, username: string): Answer {
  const { policies } = node.cluster;
  const account = node.accounts.find(username);
  if (!account) return unknownUser(node, username);
  // role, last login, failed logins, last change, expiry and lock are documented, their keys are inferred
  const values: [string, string][] = [
    ['Role', account.role],
    ['Last login', account.lastLoginAt ?? 'never'],
    ['Failed logins since last login', String(account.failedLogins)],
    ['Last password change', account.passwordChangedAt],
    ['Password expiry', policies['mmp.passwordExpiry'](account.passwordChangedAt)],
    ['Locked', 'no'],
  ];
  return done(values.map(([key, value]) => policies['mmp.listingLine']({ key, value, width: 32 })));
}

function evict({ node, session, sessions, afterwards }: CommandContext, username: string): Answer {
  if (!node.accounts.find(username)) return unknownUser(node, username);
  for (const each of sessions) {
    if (each.username !== username) continue;
    if (each === session) afterwards(() => each.close());
    else each.close();
  }
  return done([node.cluster.policies['mmp.successLine'](`user "${username}" evicted`)]);
}

async function askTwice({ node, askHidden }: CommandContext): Promise<string | Answer> {
  const password = await askHidden('Please enter new password: ');
  if (password === null) return failure(node, 'no password was entered');
  const again = await askHidden('Please enter new password again: ');
  return password !== '' && password === again ? password : failure(node, 'passwords are empty or do not match');
}

function unknownUser(node: EmulatedNode, username: string): Answer {
  return failure(node, `User "${username}" does not exist`);
}
