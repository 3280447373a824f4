import {
  type C2wSetup,
  clientIsTaken,
  countIsLogged,
  type Judge,
  linesAreTagged,
  listIsAskedOnce,
  loggedGuidIsSent,
  requirement,
  stepIsLogged,
  stepsAreOrdered,
} from '../../fixtures/index.ts';

/** Restarts the scheduler of the check's node and reads its log until the rule is content. */
async function restarted<Extra extends object>(
  c2w: C2wSetup,
  rule: Judge<{ lines: string[]; bridges: string[] } & Extra>,
  extra: Extra,
) {
  await c2w.run(c2w.node, 'scheduler restart');
  return c2w.settled(rule, async () => ({ lines: await c2w.log(c2w.node), bridges: c2w.names, ...extra }));
}

requirement('C2W-LOG-01', async ({ c2w, judge }) => {
  const count = await c2w.listed();
  judge(countIsLogged, await restarted(c2w, countIsLogged, { word: 'totalCount' as const, count }));
});

requirement('C2W-LOG-02', async ({ c2w, judge }) => {
  const count = await c2w.listed();
  judge(countIsLogged, await restarted(c2w, countIsLogged, { word: 'added' as const, count }));
});

requirement('C2W-LOG-03', async ({ c2w, judge }) => {
  await restarted(c2w, stepIsLogged, { step: 'connecting' as const });
  judge(listIsAskedOnce, { lines: await c2w.log(c2w.node), bridges: c2w.names });
});

requirement('C2W-LOG-04', async ({ c2w, judge }) => {
  judge(stepIsLogged, await restarted(c2w, stepIsLogged, { step: 'connecting' as const }));
});

requirement('C2W-LOG-05', async ({ c2w, judge }) => {
  judge(stepIsLogged, await restarted(c2w, stepIsLogged, { step: 'guid' as const }));
});

requirement('C2W-LOG-06', async ({ c2w, judge }) => {
  judge(stepIsLogged, await restarted(c2w, stepIsLogged, { step: 'up' as const }));
});

requirement('C2W-LOG-07', async ({ c2w, judge }) => {
  judge(stepsAreOrdered, await restarted(c2w, stepsAreOrdered, {}));
});

requirement('C2W-LOG-08', async ({ c2w, judge }) => {
  const { lines } = await restarted(c2w, stepIsLogged, { step: 'up' as const });
  judge(linesAreTagged, { lines });
});

requirement('C2W-GUID-03', async ({ c2w, judge }) => {
  const reception = await c2w.connect(c2w.own, await c2w.present('sound'));
  await c2w.precondition(clientIsTaken, () => Promise.resolve(reception));
  const sent = { bridge: c2w.own.name, guid: reception.guid ?? '' };
  judge(loggedGuidIsSent, await restarted(c2w, loggedGuidIsSent, sent));
});
