import { expect, test } from '@playwright/test';
import { parseHelp, parseListing } from '../../protocol/mmp/listing.ts';
import { schedulerListingKeys, schedulerUsage } from '../../protocol/mmp/scheduler.ts';
import { documentedPolicies } from '../policies/index.ts';
import { buildNode, runCommand } from '../testing.ts';
import { mmpVariants } from './mmp.ts';

const commands = [
  'help scheduler',
  'scheduler',
  'scheduler email server mail.example.test 25',
  'scheduler',
  'scheduler enable',
  'scheduler https listen z 1',
  'scheduler disable',
  'scheduler restart',
  'nonsense',
];

for (const variant of mmpVariants) {
  test(`${variant.id} differs, and keeps what is documented`, async () => {
    const answers = async (node: ReturnType<typeof buildNode>) => {
      const all = [];
      for (const command of commands) all.push((await runCommand(node, command)).lines);
      return all;
    };
    const usual = await answers(buildNode());
    const other = await answers(buildNode({ replacements: [variant] }));
    // line ends and exit status show on the channel only
    if (!['mmp-crlf', 'mmp-exit-status-zero'].includes(variant.id)) expect(other).not.toEqual(usual);
    expect(documentedPolicies[variant.policy]).not.toBe(variant.with);
    const [help = [], factory = [], , , enable = [], , , , unknown = []] = other;
    expect(parseHelp(help)?.title).toBe('Configure scheduler');
    expect(parseHelp(help)?.usage.filter((line) => (schedulerUsage as readonly string[]).includes(line))).toEqual([
      ...schedulerUsage,
    ]);
    expect(parseListing(factory).map(({ key }) => key)).toEqual([...schedulerListingKeys]);
    expect(enable[0]).toMatch(/^FAILURE/);
    expect(enable.join('\n')).not.toContain('scheduler enabled');
    expect(unknown[0]).toMatch(/^Unknown command/);
  });
}
