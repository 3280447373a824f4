import { type Defect, defect, documentedPolicies as documented } from '../../policies/index.ts';

/** API trace and audit log. */
export const logDefects: readonly Defect[] = [
  defect({
    id: 'tms-trace-number-repeated',
    title: 'Every request has the same trace number.',
    violates: ['TMS-LOG-01'],
    policy: 'trace.number',
    with: (previous) => Math.max(previous, 1),
  }),
  defect({
    id: 'tms-trace-without-client',
    title: 'The trace does not tell the client address.',
    violates: ['TMS-LOG-01'],
    policy: 'trace.requestText',
    with: (method, path) => `${method} for "${path}"`,
  }),
  defect({
    id: 'tms-trace-body-size-wrong',
    title: 'The trace gives a body one byte short.',
    violates: ['TMS-LOG-02'],
    policy: 'trace.contentText',
    with: (size, type) => documented['trace.contentText'](size - 1, type),
  }),
  defect({
    id: 'tms-trace-without-values',
    title: 'The trace prints the names of parameters only.',
    violates: ['TMS-LOG-03'],
    policy: 'trace.parameterText',
    with: (parameter, masked) =>
      masked === null && !parameter.empty ? `${parameter.name}=` : documented['trace.parameterText'](parameter, masked),
  }),
  defect({
    id: 'tms-trace-cuts-long-parameters',
    title: 'The trace cuts a parameter where it should wrap it.',
    violates: ['TMS-LOG-03'],
    policy: 'trace.wrap',
    with: (parameter) => documented['trace.wrap'](parameter).slice(0, 1),
  }),
  defect({
    id: 'tms-trace-shows-passcode',
    title: 'The trace does not mask passcodes.',
    violates: ['TMS-LOG-04'],
    policy: 'trace.maskedValue',
    with: () => null,
  }),
  defect({
    id: 'tms-trace-answer-size-missing',
    title: 'The trace gives every answer as empty.',
    violates: ['TMS-LOG-05'],
    policy: 'trace.answerText',
    with: (status) => documented['trace.answerText'](status, 0),
  }),
  defect({
    id: 'tms-trace-without-location',
    title: 'The trace does not print Location.',
    violates: ['TMS-LOG-06'],
    policy: 'trace.tracedHeaders',
    with: () => ['WWW-Authenticate'],
  }),
  defect({
    id: 'tms-trace-without-challenge',
    title: 'The trace does not print WWW-Authenticate.',
    violates: ['TMS-LOG-10'],
    policy: 'trace.tracedHeaders',
    with: () => ['Location'],
  }),
  defect({
    id: 'tms-audit-without-name',
    title: 'The audit log does not tell the new name of a space.',
    violates: ['TMS-LOG-07'],
    policy: 'trace.auditAction',
    with: (change) => documented['trace.auditAction']({ ...change, name: null }),
  }),
  defect({
    id: 'tms-audit-without-deletions',
    title: 'The audit log has no deletions.',
    violates: ['TMS-LOG-08'],
    policy: 'trace.auditAction',
    with: (change) => (change.verb === 'deleted' ? null : documented['trace.auditAction'](change)),
  }),
  defect({
    id: 'tms-audit-leg-without-call',
    title: 'The audit log does not tell the call of a new call leg.',
    violates: ['TMS-LOG-09'],
    policy: 'trace.auditAction',
    with: (change) => documented['trace.auditAction']({ ...change, parent: null }),
  }),
  defect({
    id: 'tms-audit-without-user',
    title: 'The audit log does not tell the user.',
    violates: ['TMS-LOG-07', 'TMS-LOG-08', 'TMS-LOG-09'],
    policy: 'trace.auditText',
    with: (client, _user, action) => documented['trace.auditText'](client, '', action),
  }),
];
