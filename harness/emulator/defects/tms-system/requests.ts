import type { BridgeRequest } from '../../policies/tms-system.ts';

type RequestsOf = (step: BridgeRequest, before: readonly BridgeRequest[]) => readonly BridgeRequest[];

/** Sends something else for requests like these, and everything else as it should be. */
export function onRequest(method: BridgeRequest['method'], path: RegExp, instead: RequestsOf): RequestsOf {
  return (step, before) => (step.method === method && path.test(step.path) ? instead(step, before) : [step]);
}

/** Sends requests like these with another body. */
export function withBody(
  method: BridgeRequest['method'],
  path: RegExp,
  body: (recorded: string) => string,
): RequestsOf {
  return onRequest(method, path, (step) => [{ ...step, body: body(step.body ?? '') }]);
}
