import { openTicketsAre, requirement } from '../../fixtures/index.ts';

const dialNumber = 'Dial Number Configuration Error';
const blankName = 'Blank System Name';

requirement('TMS-TICKET-01', async ({ tms, judge }) => {
  const { tickets } = await tms.add();
  judge(openTicketsAre, { tickets, expected: [dialNumber, blankName] });
});

requirement('TMS-TICKET-02', async ({ tms, judge }) => {
  const { id } = await tms.add();
  await tms.client.rename(id, 'Bridge');
  judge(openTicketsAre, { tickets: (await tms.shown()).tickets, expected: [dialNumber] });
});

requirement('TMS-TICKET-03', async ({ tms, judge }) => {
  const { tickets } = await tms.save();
  judge(openTicketsAre, { tickets, expected: [blankName] });
});

requirement('TMS-TICKET-04', async ({ tms, judge }) => {
  const { id } = await tms.add();
  await tms.client.rename(id, 'Bridge');
  const { tickets } = await tms.save({ numericIdBase: null, numericIdQuantity: null });
  judge(openTicketsAre, { tickets, expected: [dialNumber] });
});

requirement('TMS-TICKET-05', async ({ tms, judge }) => {
  const { id } = await tms.add();
  await tms.client.rename(id, 'Bridge');
  judge(openTicketsAre, { tickets: (await tms.save()).tickets, expected: [] });
});
