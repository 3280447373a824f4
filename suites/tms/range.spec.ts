import {
  type OperatedTms,
  openTicketsAre,
  requirement,
  says,
  slotsAreNew,
  slotsAreNumbered,
  slotsAreSoMany,
  slotsAreTheSame,
  slotsHold,
  waitsForSync,
  writesExactly,
} from '../../fixtures/index.ts';

/** First and last number of settings with so many numbers. */
function numbers(tms: OperatedTms, quantity = 3): { start: number; end: number } {
  const start = tms.settings().numericIdBase ?? 0;
  return { start, end: start + quantity - 1 };
}

requirement('TMS-RANGE-01', async ({ tms, judge }) => {
  const { start, end } = numbers(tms, 5);
  const { callProfile, callLegProfile } = await tms.add();
  judge(writesExactly, {
    requests: await tms.requestsDuring(() => tms.trySave({ numericIdQuantity: 5 })),
    expected: [
      {
        request: 'POST /api/v1/cospaceBulkParameterSets',
        pairs: [
          ['startIndex', String(start)],
          ['endIndex', String(end)],
          ['coSpaceUriMapping', '$index$'],
          ['coSpaceNameMapping', 'TMS_Scheduled_Meeting_$index$'],
          ['coSpaceCallIdMapping', '$index$'],
          ['callProfile', callProfile],
          ['callLegProfile', callLegProfile],
          ['nonMemberAccess', 'false'],
        ],
      },
    ],
  });
});

requirement('TMS-RANGE-02', async ({ tms, judge }) => {
  await tms.add();
  const requests = await tms.requestsDuring(() => tms.trySave());
  const { parameterSet } = await tms.shown();
  judge(writesExactly, {
    requests,
    expected: [{ request: 'POST /api/v1/cospaceBulkSyncs', pairs: [['cospaceBulkParameterSet', parameterSet ?? '']] }],
  });
});

requirement('TMS-RANGE-03', async ({ tms, judge }) => {
  await tms.add();
  judge(waitsForSync, { requests: await tms.requestsDuring(() => tms.trySave()) });
});

requirement('TMS-RANGE-04', async ({ tms, judge }) => {
  await tms.save({ numericIdQuantity: 4 });
  judge(slotsAreSoMany, { count: 4, slots: await tms.slots() });
});

requirement('TMS-RANGE-05', async ({ tms, judge }) => {
  await tms.save();
  judge(slotsAreNumbered, { ...numbers(tms), slots: await tms.slots() });
});

requirement('TMS-RANGE-06', async ({ tms, judge }) => {
  await tms.save();
  judge(slotsHold, { slots: await tms.slots(), expected: { nonMemberAccess: 'false' } });
});

requirement('TMS-RANGE-07', async ({ tms, judge }) => {
  const { callProfile, callLegProfile } = await tms.add();
  await tms.save();
  judge(slotsHold, { slots: await tms.slots(), expected: { callProfile, callLegProfile } });
});

requirement('TMS-RANGE-08', async ({ tms, judge }) => {
  const { end } = numbers(tms);
  await tms.save();
  const before = await tms.slots();
  await tms.save({ numericIdBase: end + 1, numericIdQuantity: 4 });
  const after = await tms.slots();
  judge(slotsAreNew, { before, after });
  judge(slotsAreNumbered, { start: end + 1, end: end + 4, slots: after });
});

requirement('TMS-RANGE-09', async ({ tms, bridge, judge }) => {
  const { end } = numbers(tms);
  await tms.save();
  await tms.obstruct(bridge, end + 2);
  const before = await tms.slots();
  const { refusal } = await tms.trySave({ numericIdQuantity: 5 });
  judge(slotsAreTheSame, { before, after: await tms.slots() });
  judge(says, { what: 'refusal', parts: ['failedCoSpaceUriConflict'], said: refusal });
});

requirement('TMS-RANGE-10', async ({ tms, bridge, judge }) => {
  const { id } = await tms.add();
  await tms.client.rename(id, 'Bridge');
  await tms.obstruct(bridge, numbers(tms).end);
  await tms.trySave();
  judge(slotsAreSoMany, { count: 0, slots: await tms.slots() });
  judge(openTicketsAre, { tickets: (await tms.shown()).tickets, expected: ['Dial Number Configuration Error'] });
});

requirement('TMS-RANGE-11', async ({ tms, judge }) => {
  const { id } = await tms.add();
  await tms.client.rename(id, 'Bridge');
  const { parameterSet } = await tms.save();
  const requests = await tms.requestsDuring(() => tms.trySave({ numericIdBase: null, numericIdQuantity: null }));
  judge(writesExactly, {
    requests,
    expected: [
      {
        request: 'POST /api/v1/cospaceBulkSyncs',
        pairs: [
          ['cospaceBulkParameterSet', parameterSet ?? ''],
          ['removeAll', 'true'],
        ],
      },
    ],
  });
  judge(slotsAreSoMany, { count: 0, slots: await tms.slots() });
  judge(openTicketsAre, { tickets: (await tms.shown()).tickets, expected: ['Dial Number Configuration Error'] });
});
