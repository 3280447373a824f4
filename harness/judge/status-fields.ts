/** Elements of `system/status` that hold numbers (call-bridge-api 17.1). */
export const statusCounters = [
  'uptimeSeconds',
  'callLegsActive',
  'callLegsMaxActive',
  'callLegsCompleted',
  'audioBitRateOutgoing',
  'audioBitRateIncoming',
  'videoBitRateOutgoing',
  'videoBitRateIncoming',
] as const;
