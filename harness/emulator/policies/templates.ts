import type { StoredObject } from '../kernel/store.ts';

/** The join details of an access method. */
export interface JoinDetails {
  name: string;
  uri: string;
  callId: string;
  passcode: string;
  secret: string;
  host: string;
}

/** The decisions about coSpace templates and what is made of them (facts: call-bridge-api 7.3, 8; mmp-and-scheduler 2.10, 4.3). */
export const templatePolicies = {
  /** `uriGenerator`: letters, digits, `.`, `-`, `_` and exactly one `$` ("Using Access Method templates"). */
  'templates.uriGeneratorIsValid': (text: string): boolean => /^[A-Za-z0-9._-]*\$[A-Za-z0-9._-]*$/.test(text),

  /** `numAccessMethodTemplates`; 0 is shown too. */
  'templates.methodCount': (count: number): number => count,

  /** Whether an access method is refused that has the call ID and the passcode of its space or a sibling. */
  'templates.pairIsRefused': (taken: boolean): boolean => taken,

  /** Whether a template may not be assigned to a user: a second time it may not. */
  'templates.assignmentIsRefused': (already: boolean): boolean => already,

  /** Name of a space made for a meeting or by a user: the wished one. */
  'templates.spaceName': (wished: string, _template: string): string => wished,

  /** The base of a made space's addresses, from its name and a random number below 10^6 (inferred). */
  'templates.uriBase': (name: string, random: number): string => {
    const readable = name
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '.')
      .replaceAll(/^\.+|\.+$/g, '')
      .slice(0, 32);
    return `${readable || 'space'}.${String(random).padStart(6, '0')}`;
  },

  /** What a space gets of its template's profiles: all of them. */
  'templates.copiedProfiles': (profiles: Record<string, string>): Record<string, string> => profiles,

  /** The access method templates that a space gets access methods of: each. */
  'templates.methods': (templates: readonly StoredObject[]): readonly StoredObject[] => templates,

  /** Name of an access method: its template's, which the wizard shows as a role. */
  'templates.methodName': (template: string): string => template,

  /** URI of an access method: the generator's `$` is the space's URI; none when there is no generator. */
  'templates.methodUri': (generator: string, base: string): string => generator.replace('$', () => base),

  /** Whether an access method has a call ID of its own; else it shares the space's. */
  'templates.hasOwnCallId': (generateUniqueCallId: boolean): boolean => generateUniqueCallId,

  /** Profile of an access method: its template's. */
  'templates.methodProfile': (template: string): string => template,

  /** Passcode of an access method: one that shares a call ID is told apart by it (inferred). */
  'templates.passcode': (ownCallId: boolean, random: number): string =>
    ownCallId ? '' : String(random).padStart(6, '0'),

  /** Subject of an invitation (built-in text inferred). */
  'templates.invitationSubject': ({ name }: JoinDetails): string => `You're invited to ${name}`,

  /** Text of an invitation (built-in text inferred). */
  'templates.invitationText': ({ name, uri, callId, passcode, secret, host }: JoinDetails): string =>
    [
      `You're invited to ${name}`,
      ...(uri === '' ? [] : [`Video address: ${uri}`]),
      ...(callId === '' ? [] : [`Meeting ID: ${callId}`]),
      ...(passcode === '' ? [] : [`Passcode: ${passcode}`]),
      ...(callId === '' ? [] : [`Join: https://${host}/meeting/${callId}?secret=${secret}`]),
    ].join('\n'),
};
