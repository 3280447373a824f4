import { helpIsComplete, helpIsOrdered, helpIsTitled, promptIsHostName, requirement } from '../../fixtures/index.ts';

requirement('SCHED-HELP-01', async ({ mmp, judge }) => {
  const { lines } = await mmp.run('help scheduler');
  judge(helpIsTitled, { lines });
});

requirement('SCHED-HELP-02', async ({ node, mmp, judge }) => {
  const { lines } = await mmp.run('help scheduler');
  judge(helpIsComplete, { lines, softwareVersion: node.softwareVersion });
});

requirement('SCHED-HELP-03', async ({ mmp, judge }) => {
  const { lines } = await mmp.run('help scheduler');
  judge(helpIsOrdered, { lines });
});

requirement('SCHED-SHELL-01', async ({ mmp, judge }) => {
  const shell = await mmp.openShell();
  const prompts = [await shell.readPrompt()];
  shell.send('help scheduler');
  prompts.push(await shell.readPrompt());
  shell.close();
  judge(promptIsHostName, { prompts });
});
