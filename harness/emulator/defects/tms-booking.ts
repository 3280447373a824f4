import type { Defect } from '../policies/index.ts';
import { headersDefects } from './tms-booking/headers.ts';
import { listsDefects } from './tms-booking/lists.ts';
import { saveDefects } from './tms-booking/save.ts';
import { seriesDefects } from './tms-booking/series.ts';
import { transportDefects } from './tms-booking/transport.ts';

/** Mistakes that the Booking API of TMS could make. */
export const tmsBookingDefects: readonly Defect[] = [
  ...transportDefects,
  ...headersDefects,
  ...saveDefects,
  ...listsDefects,
  ...seriesDefects,
];
