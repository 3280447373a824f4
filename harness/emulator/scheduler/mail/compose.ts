import { Repository } from '../../api/repository.ts';
import type { EmulatedNode } from '../../kernel/node.ts';
import type { JoinDetails, MailKind, Recipient } from '../../policies/mail.ts';
import type { SchedulerSettings } from '../../policies/scheduler.ts';
import type { Attendee, Meeting, MeetingChange } from '../meeting.ts';
import { calendarOf } from './calendar.ts';
import type { Mail } from './mail.ts';
import { renderTemplate } from './template.ts';

/**
 * The messages that a change of a meeting calls for, one for each person. `newId` makes the ids of the messages.
 * Asks the `mail.` policies; the join details are those of the space at this moment.
 */
export function composeMails(
  node: EmulatedNode,
  settings: SchedulerSettings,
  change: MeetingChange,
  newId: () => string,
): { id: string; mail: Mail }[] {
  const { policies, clock } = node.cluster;
  const meeting = policies['mail.shownMeeting'](change);
  if (!meeting) return [];
  const before = recipientsOf(node, change.before);
  const after = recipientsOf(node, change.after);
  const cancelled = change.after === null;
  const nature = change.before === null ? 'made' : cancelled ? 'cancelled' : 'changed';
  const invited = cancelled ? before : after;
  const space = spaceOf(node, meeting);
  const organizer = invited.find((recipient) => recipient.organizer) ?? null;
  const common =
    settings.emailCommonAddress === null
      ? null
      : { name: settings.emailCommonName ?? '', address: settings.emailCommonAddress };
  const from = policies['mail.from']({ common, organizer, node: node.name });
  const sequence = policies['mail.sequence']((change.after ?? change.before ?? meeting).sequence, cancelled);
  return union(after, before).flatMap((own) => {
    const was = has(before, own);
    const kind = policies['mail.kind']({ was, is: has(after, own), change: nature });
    if (kind === null) return [];
    const detailsOf = (recipient: Recipient) =>
      policies['mail.joinDetails'](policies['mail.role'](recipient, invited), space.own, space.methods);
    const shown = policies['mail.shownDetails'](detailsOf(own), [space.own, ...space.methods]);
    const { subject, text } = textOf(policies['mail.template'](kind), kind, meeting, shown);
    const calendar = calendarOf(policies, {
      kind,
      meeting,
      sequence,
      organizer: organizer ? { name: organizer.name ?? '', address: organizer.address } : from,
      own,
      all: invited,
      location: shown[0]?.uri ?? '',
      description: text,
      stamp: clock.now(),
    });
    const id = newId();
    const mail: Mail = {
      kind,
      meeting: meeting.id,
      from,
      to: own.address,
      subject,
      text,
      method: calendar.method,
      calendar: calendar.text,
      attached: policies['mail.attachesCalendar'](kind),
      messageId: policies['mail.messageId'](id, node.name),
      date: clock.now().toISOString(),
    };
    return [{ id, mail }];
  });
}

const has = (all: readonly Recipient[], one: Recipient) => all.some(({ address }) => address === one.address);
const union = (first: readonly Recipient[], second: readonly Recipient[]) => [
  ...first,
  ...second.filter((recipient) => !has(first, recipient)),
];

/** Those of a meeting's attendees who get mail, each address once. */
function recipientsOf({ cluster: { policies, store } }: EmulatedNode, meeting: Meeting | null): Recipient[] {
  const users = () => Repository.of(store).list('user');
  const emailOf = ({ user }: Attendee) =>
    user === null ? null : users().find(({ fields }) => fields.userJid === user)?.fields.email || null;
  const found = (meeting?.attendees ?? []).flatMap((attendee): Recipient[] => {
    const address = policies['mail.address'](attendee, attendee.email === null ? emailOf(attendee) : null);
    return address === null
      ? []
      : [{ address, name: attendee.name, role: attendee.role, organizer: attendee.organizer }];
  });
  return policies['mail.recipients'](
    union(found, []).filter((one, index, all) => all.findIndex(({ address }) => address === one.address) === index),
  );
}

/** The join details of the meeting's space and of its access methods; empty when it is gone. */
function spaceOf({ cluster: { store } }: EmulatedNode, meeting: Meeting): { own: JoinDetails; methods: JoinDetails[] } {
  const objects = Repository.of(store);
  const details = (fields: Readonly<Record<string, string>>, role: string | null): JoinDetails => ({
    role,
    uri: fields.uri ?? '',
    callId: fields.callId ?? '',
    passcode: fields.passcode ?? '',
  });
  return {
    own: details(objects.get('coSpace', meeting.coSpace)?.fields ?? {}, null),
    methods: objects
      .list('accessMethod')
      .filter(({ parent }) => parent === meeting.coSpace)
      .map(({ fields }) => details(fields, fields.name ?? '')),
  };
}

/** Subject and text: the template's first line, and the rest once for each of the shown join details. */
function textOf(
  template: string,
  kind: MailKind,
  meeting: Meeting,
  shown: readonly JoinDetails[],
): { subject: string; text: string } {
  const time = `${meeting.dtStart.replace('T', ' ').slice(0, 16)} - ${meeting.dtEnd.replace('T', ' ').slice(0, 16)} (${meeting.timeZone})`;
  const [first, ...rest] = shown.map(({ uri, callId, passcode }) =>
    renderTemplate(template, {
      name: meeting.summary,
      description: meeting.description ?? '',
      time,
      kind,
      uri,
      numeric_id: callId,
      passcode,
    }),
  );
  const [, subject = '', text = ''] = /^(?:Subject: ([^\n]*)\n)?([\s\S]*)$/.exec(first ?? '') ?? [];
  const further = rest.map((other) => other.replace(/^Subject: [^\n]*\n/, ''));
  return { subject, text: [text, ...further].join('\n\n') };
}
