import { freshToken } from '../events/tokens.ts';
import type { Resource } from './resources.ts';

/** `POST /authTokens`: a token for the events WebSocket, in a header (facts: call-bridge-api 21). */
export const authTokenResource: Resource = {
  list: () => [],
  find: () => undefined,
  run: ({ node, policies }) => ({ headers: [[policies['events.tokenHeader'](), freshToken(node)]] }),
};
