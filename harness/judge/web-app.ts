import { defineJudge, type Finding } from './judge.ts';

/** An answer to the web app. */
export interface WebAppSeen {
  request: string;
  status: number;
  json: unknown;
}

/** The answer has this status. */
export const webAppStatus = defineJudge(
  'webApp.status',
  ({ answer, expected }: { answer: WebAppSeen; expected: number }): Finding[] => statusOf(answer, expected),
);

/** The answer is 200 with these fields, each a text that is not empty. */
export const webAppTexts = defineJudge(
  'webApp.texts',
  ({ answer, fields }: { answer: WebAppSeen; fields: readonly string[] }): Finding[] => [
    ...statusOf(answer, 200),
    ...textsOf(answer.json, fields, answer.request),
  ],
);

/** The answer is 200 and its list of this name has an entry with exactly these values. */
export const webAppLists = defineJudge(
  'webApp.lists',
  ({ answer, list, entry }: { answer: WebAppSeen; list: string; entry: Record<string, string> }): Finding[] => {
    const refused = statusOf(answer, 200);
    if (refused.length > 0) return refused;
    const entries = record(answer.json)[list];
    const wanted = Object.entries(entry);
    const found =
      Array.isArray(entries) && entries.some((one) => wanted.every(([name, value]) => record(one)[name] === value));
    return found
      ? []
      : [{ where: answer.request, expected: `${JSON.stringify(entry)} in "${list}"`, observed: excerpt(answer.json) }];
  },
);

/** The answer is 200 with an access method of each of these names, each with its guid and URI. */
export const webAppAccessMethods = defineJudge(
  'webApp.accessMethods',
  ({ answer, names }: { answer: WebAppSeen; names: readonly string[] }): Finding[] => {
    const refused = statusOf(answer, 200);
    if (refused.length > 0) return refused;
    const methods = record(answer.json).accessMethods;
    const seen = Array.isArray(methods) ? methods : [];
    const shown = seen.map((method) => String(record(method).name));
    return [
      ...(shown.toSorted().join() === names.toSorted().join()
        ? []
        : [{ where: answer.request, expected: `access methods ${names.join(', ')}`, observed: excerpt(answer.json) }]),
      ...seen.flatMap((method) => textsOf(method, ['guid', 'name', 'uri'], answer.request)),
    ];
  },
);

function statusOf({ request, status }: WebAppSeen, expected: number): Finding[] {
  return status === expected ? [] : [{ where: request, expected: `status ${expected}`, observed: `status ${status}` }];
}

function textsOf(json: unknown, fields: readonly string[], where: string): Finding[] {
  const values = record(json);
  return fields
    .filter((field) => typeof values[field] !== 'string' || values[field] === '')
    .map((field) => ({ where, expected: `a text "${field}"`, observed: JSON.stringify(values[field]) ?? 'none' }));
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function excerpt(json: unknown): string {
  return (JSON.stringify(json) ?? 'nothing').slice(0, 200);
}
