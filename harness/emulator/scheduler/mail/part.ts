import { randomUUID } from 'node:crypto';
import type { MeetingChange } from '../meeting.ts';
import type { SchedulerContext, SchedulerPart } from '../service.ts';
import { composeMails } from './compose.ts';
import { Delivery } from './delivery.ts';
import { Outbox } from './outbox.ts';

/** The scheduler's e-mail: puts what a changed meeting calls for into the outbox, and sends what is in it. */
export function startMail({ node, settings, onMeeting }: SchedulerContext): SchedulerPart {
  const { policies, store, clock, activities } = node.cluster;
  const configured = policies['scheduler.emailConfigured'](settings);
  const delivery = configured ? new Delivery(node, settings) : null;
  onMeeting((change: MeetingChange) => {
    if (!policies['mail.allowsMeeting'](configured)) throw new Error('there is no e-mail server');
    if (!delivery) return;
    const outbox = new Outbox(store, node.name);
    for (const { id, mail } of composeMails(node, settings, change, randomUUID)) {
      const now = clock.now().toISOString();
      outbox.add({ id, mail, state: 'queued', bootedAt: node.bootedAt.toISOString(), failures: 0, notBefore: now });
    }
    // once the change is in the database, or undone
    activities.run(Promise.resolve().then(() => delivery.wake()));
  });
  delivery?.resume();
  return { stop: () => delivery?.stop() };
}
