import { isListening, presentsChain, requirement } from '../../fixtures/index.ts';

requirement('MEET-HTTPS-01', async ({ meetings, judge }) => {
  judge(isListening, { port: 9443, listening: await meetings.listening(), expected: true });
});

requirement('MEET-HTTPS-02', async ({ meetings, judge }) => {
  await meetings.run('scheduler https listen none');
  await meetings.run('scheduler restart');
  judge(isListening, { port: 9443, listening: await meetings.listening(), expected: false });
});

requirement('MEET-HTTPS-03', async ({ meetings, judge }) => {
  judge(presentsChain, { presented: await meetings.presentedChain(), configured: [...meetings.chain] });
});

requirement('MEET-HTTPS-04', async ({ meetingsOn, node, judge }) => {
  const meetings = await meetingsOn(node, 9444);
  judge(isListening, { port: 9444, listening: await meetings.listening(), expected: true });
});
