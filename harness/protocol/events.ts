import { z } from 'zod';

/** Messages of the events WebSocket, JSON text in both directions (facts: call-bridge-api 21). */

const subscription = z.object({
  index: z.int(),
  type: z.enum(['calls', 'callInfo', 'callRoster']),
  call: z.string().optional(),
  elements: z.array(z.string()).default([]),
});

const incoming = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('message'),
    message: z.object({
      messageId: z.int(),
      type: z.literal('subscribeRequest'),
      subscriptions: z.array(subscription),
    }),
  }),
  z.object({ type: z.literal('messageAck'), messageAck: z.object({ messageId: z.int(), status: z.string() }) }),
]);

/** What a client sends: a request, or the acknowledgement of a message. */
export type ClientMessage = z.infer<typeof incoming>;

/** Reads a client's message; null when it is none, with the message's id where it has one. */
export function readClientMessage(text: string): { message: ClientMessage | null; messageId: number | null } {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { message: null, messageId: null };
  }
  const parsed = incoming.safeParse(json);
  if (parsed.success) return { message: parsed.data, messageId: null };
  const { data } = z.object({ message: z.object({ messageId: z.int() }) }).safeParse(json);
  return { message: null, messageId: data?.message.messageId ?? null };
}

export const acknowledgement = (messageId: number, status: string) => ({
  type: 'messageAck',
  messageAck: { messageId, status },
});

export const eventMessage = (messageId: number, type: string, content: object) => ({
  type: 'message',
  message: { messageId, type, ...content },
});

/** The path of the WebSocket on Web Admin's port. */
export const eventsPath = '/events/v1';

/** A message of the server. */
export interface EventSeen {
  /** `messageAck`, or the type of the message inside. */
  type: string;
  messageId: number | null;
  /** Of an acknowledgement. */
  status: string | null;
  /** The rest of the message. */
  content: Record<string, unknown>;
}
