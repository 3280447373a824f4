import { exists } from '../../protocol/api/model.ts';
import { nodeModel } from '../../protocol/api/tree.ts';
import { type ApiContext, Refusal } from './context.ts';
import { callProfileOf } from './effective.ts';
import type { Changes } from './resources.ts';

/** What a call of this node begins with: the model's defaults, as the policies have them. */
export function callDefaults({ node, policies }: ApiContext): Changes {
  const fields = (nodeModel('call')?.fields ?? []).filter((field) => exists(field, node.version));
  return Object.fromEntries(
    fields.flatMap((field) =>
      field.default === undefined ? [] : [[field.name, policies['calls.defaultField'](field.name, field.default)]],
    ),
  );
}

/** What a write makes of a call: `previous` are its fields, empty for a new one. Throws Refusal for what its profile forbids. */
export function changedCall(context: ApiContext, previous: Changes, changes: Changes): Changes {
  const { node, policies } = context;
  const profile = callProfileOf(context, { ...previous, ...changes });
  const refusals = [
    'recording' in changes ? policies['calls.recordingRefusal'](profile.recordingMode ?? 'manual') : null,
    'streaming' in changes ? policies['calls.streamingRefusal'](profile.streamingMode ?? 'manual') : null,
  ];
  for (const reason of refusals) if (reason !== null) throw new Refusal(reason);
  const stored = Object.entries(changes).map(([name, value]) => [
    name,
    policies['calls.storedField'](name, previous[name] ?? '', value),
  ]);
  // a message shows from when it is written, or how long it shall show
  const shown = ['messageText', 'messageDuration'].some((name) => name in changes);
  return {
    ...previous,
    ...Object.fromEntries(stored),
    ...(shown ? { _messageAt: String(node.cluster.clock.now().getTime()) } : {}),
  };
}

/** What of a call's fields comes from its space and from the clock. */
export function derivedCallFields({ node, policies, objects }: ApiContext, call: Changes): Changes {
  const space = call.coSpace ? objects.get('coSpace', call.coSpace)?.fields : undefined;
  const remaining = call._messageAt
    ? policies['calls.messageTimeRemaining'](
        call.messageDuration ?? '0',
        node.cluster.clock.now().getTime() - Number(call._messageAt),
      )
    : null;
  return {
    callType: policies['calls.type'](call.coSpace ?? ''),
    ownerName: policies['calls.ownerName'](space?.meetingScheduler ?? ''),
    recordingStatus: policies['calls.activity'](call.recording === 'true'),
    streamingStatus: policies['calls.activity'](call.streaming === 'true'),
    ...(remaining === null ? {} : { messageTimeRemaining: remaining }),
  };
}
