import type { TmsAnswer, TmsRequest } from './http.ts';
import { TmsRefusal } from './managed-systems.ts';

/** What a request to the console says. Throws TmsRefusal, and SyntaxError when it is no JSON. */
export function bodyOf({ headers, body }: TmsRequest): unknown {
  // also what keeps another site's form from getting in with somebody's credentials
  if (!/^application\/json\b/i.test(headers['content-type'] ?? ''))
    throw new TmsRefusal(400, 'The console wants JSON.');
  return JSON.parse(body.toString('utf8'));
}

/** An answer of the console. */
export function json(status: number, value: unknown): TmsAnswer {
  return { status, body: `${JSON.stringify(value)}\n`, type: 'application/json; charset=utf-8' };
}
