import { requirement, spaceIsRefused, spaceLocationIsBelow } from '../../fixtures/index.ts';

requirement('SPACE-MESSAGE-01', async ({ bench, spacesOf, judge }) => {
  const spaces = spacesOf(await bench.nodeWith({ version: '2.9' }));
  const collection = `${await spaces.space()}/messages`;
  const answer = await spaces.post(collection, { message: 'Conformance', from: 'conformance' });
  judge(spaceLocationIsBelow, { answer, collection });
});

requirement('SPACE-MESSAGE-02', async ({ bench, spacesOf, judge }) => {
  const spaces = spacesOf(await bench.nodeWith({ version: '2.9' }));
  const answer = await spaces.post(`${await spaces.space()}/messages`, { from: 'conformance' });
  judge(spaceIsRefused, { answer, reason: null });
});
