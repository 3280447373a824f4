import { type BulkSpaces, holds, makesNothing, requirement, spacesAre, spacesLack } from '../../fixtures/index.ts';

/** What comes of a mapping that breaks the grammar, over one index, so that nothing collides with itself. */
async function attempt(bulk: BulkSpaces, mapping: string, field = 'coSpaceNameMapping') {
  const answer = await bulk.trySet({ endIndex: '1', [field]: mapping });
  const set = answer.location?.split('/').at(-1);
  const polls = set ? await bulk.sync(set) : [];
  const sync = polls.at(-1)?.fields.status ?? null;
  return { mapping, set: answer.status, sync, listing: await bulk.spaces() };
}

requirement('BULK-SET-05', async ({ bulk, judge }) => {
  const coSpaceNameMapping = `${bulk.marker} \\\\ \\$ $index$`;
  const set = await bulk.set({ coSpaceNameMapping });
  judge(holds, { object: await bulk.read(`cospaceBulkParameterSets/${set}`), expected: { coSpaceNameMapping } });
});

requirement('BULK-MAP-01', async ({ bulk, judge }) => {
  const set = await bulk.set({
    endIndex: '2',
    coSpaceNameMapping: `${bulk.marker} $index$ of all`,
    coSpaceUriMapping: `${bulk.marker}.$index$.room`,
    coSpaceCallIdMapping: `${bulk.digits}$index$00`,
  });
  await bulk.complete(set);
  const expected = [1, 2].map((index) => ({
    name: `${bulk.marker} ${index} of all`,
    uri: `${bulk.marker}.${index}.room`,
    callId: `${bulk.digits}${index}00`,
  }));
  judge(spacesAre, { listing: await bulk.spaces(), expected });
});

requirement('BULK-MAP-02', async ({ bulk, judge }) => {
  await bulk.complete(await bulk.set({ endIndex: '1', coSpaceNameMapping: `${bulk.marker} \\\\$index$\\\\` }));
  const expected = [{ name: `${bulk.marker} \\1\\`, uri: '', callId: '' }];
  judge(spacesAre, { listing: await bulk.spaces(), expected });
});

requirement('BULK-MAP-03', async ({ bulk, judge }) => {
  await bulk.complete(await bulk.set({ endIndex: '1', coSpaceNameMapping: `${bulk.marker} \\$index\\$ $index$` }));
  const expected = [{ name: `${bulk.marker} $index$ 1`, uri: '', callId: '' }];
  judge(spacesAre, { listing: await bulk.spaces(), expected });
});

requirement('BULK-MAP-04', async ({ bulk, judge }) => {
  await bulk.complete(await bulk.set({ coSpaceCallIdMapping: `${bulk.digits}$index$` }));
  judge(spacesLack, { listing: await bulk.spaces(), count: 3, field: 'uri' });
});

requirement('BULK-MAP-05', async ({ bulk, judge }) => {
  await bulk.complete(await bulk.set({ coSpaceUriMapping: `${bulk.marker}.$index$`, coSpaceCallIdMapping: '' }));
  judge(spacesLack, { listing: await bulk.spaces(), count: 3, field: 'callId' });
});

requirement('BULK-MAP-06', async ({ bulk, judge }) => {
  const { marker } = bulk;
  const set = await bulk.set({ coSpaceNameMapping: marker, coSpaceUriMapping: `${marker}.$index$` });
  await bulk.sync(set);
  const expected = [1, 2, 3].map((index) => ({ name: marker, uri: `${marker}.${index}`, callId: '' }));
  judge(spacesAre, { listing: await bulk.spaces(), expected });
});

requirement('BULK-MAP-07', async ({ bulk, judge }) => {
  judge(makesNothing, await attempt(bulk, `${bulk.marker} $index$ $index$`));
});

requirement('BULK-MAP-08', async ({ bulk, judge }) => {
  judge(makesNothing, await attempt(bulk, `${bulk.marker} costs $5`));
});

requirement('BULK-MAP-09', async ({ bulk, judge }) => {
  judge(makesNothing, await attempt(bulk, `${bulk.marker} $index$\\`));
});

requirement('BULK-MAP-10', async ({ bulk, judge }) => {
  judge(makesNothing, await attempt(bulk, `${bulk.marker}.$index$@example.test`, 'coSpaceUriMapping'));
});

requirement('BULK-MAP-11', async ({ bulk, judge }) => {
  const coSpaceNameMapping = `${bulk.marker} @ $index$`;
  const answer = await bulk.trySet({ endIndex: '1', coSpaceNameMapping });
  await bulk.sync(answer.location?.split('/').at(-1) ?? bulk.nobody());
  const expected = [{ name: `${bulk.marker} @ 1`, uri: '', callId: '' }];
  judge(spacesAre, { listing: await bulk.spaces(), expected });
});

requirement('BULK-MAP-12', async ({ bulk, judge }) => {
  await bulk.complete(await bulk.set({ startIndex: '9', endIndex: '11' }));
  judge(spacesAre, { listing: await bulk.spaces(), expected: bulk.named(9, 10, 11) });
});

requirement('BULK-MAP-13', async ({ bulk, judge }) => {
  await bulk.complete(
    await bulk.set({ endIndex: '1', coSpaceNameMapping: `${bulk.marker} Höhe & 5% + #$index$; <Ω>` }),
  );
  const expected = [{ name: `${bulk.marker} Höhe & 5% + #1; <Ω>`, uri: '', callId: '' }];
  judge(spacesAre, { listing: await bulk.spaces(), expected });
});
