import { defineJudge, type Finding } from './judge.ts';

/** Rules about the API's HTTP: what answers carry, how connections end, who is let in, what is refused and how. */

/** One answer, as its client saw it. */
export interface HttpSeen {
  /** Method and path, or what else was sent. */
  request: string;
  /** Null when the connection ended, or stayed silent, without an answer. */
  status: number | null;
  /** Names in lower case. */
  headers: Record<string, string>;
  /** Bytes of the body as it was sent. */
  size: number;
  /** The body, uncompressed, its first 2000 characters; null when it can't be uncompressed. */
  text: string | null;
  /** Name of the document's root; empty when there is no well-formed document. */
  element: string;
  /** Of a `failureDetails`: the reasons in their order. */
  reasons: { name: string; attributes: Record<string, string> }[];
}

/** Each answer has the header, and its value is of this form, a regular expression (call-bridge-api 1.1). */
export const answersCarry = defineJudge<{ answers: HttpSeen[]; header: string; form: string }>(
  'http.answers.carry',
  ({ answers, header, form }) =>
    answers
      .filter((answer) => !new RegExp(form).test(answer.headers[header] ?? ''))
      .map((answer) => finding(answer, `${header}: ${form}`, answer.headers[header] ?? `no ${header}`)),
);

/** The answer is neither an error nor compressed (call-bridge-api 1.1). */
export const answerIsPlain = defineJudge<HttpSeen>('http.answer.isPlain', (answer) => [
  ...succeeded(answer),
  ...(answer.headers['content-encoding'] === undefined
    ? []
    : [finding(answer, 'no Content-Encoding', answer.headers['content-encoding'])]),
  ...(answer.element === '' ? [finding(answer, 'a document', 'none that can be read')] : []),
]);

/** Whether it was compressed or not, the document is the same (call-bridge-api 1.1). */
export const documentsAreEqual = defineJudge<{ plain: HttpSeen; offered: HttpSeen }>(
  'http.documents.areEqual',
  ({ plain, offered }) => [
    ...succeeded(plain),
    ...succeeded(offered),
    ...(offered.text === plain.text ? [] : [finding(offered, plain.text ?? 'a document', offered.text)]),
  ],
);

/** An answer with a length has as many bytes, and its document is whole (call-bridge-api 1.1). */
export const lengthsAreTrue = defineJudge<HttpSeen[]>('http.lengths.areTrue', (answers) =>
  answers.flatMap((answer) => [
    ...succeeded(answer),
    ...(answer.element === '' ? [finding(answer, 'a whole document', answer.text)] : []),
    ...(answer.headers['content-length'] === undefined || answer.headers['content-length'] === String(answer.size)
      ? []
      : [finding(answer, `Content-Length: ${answer.size}`, answer.headers['content-length'])]),
  ]),
);

/** Successful, nothing in the body, and `Content-Length: 0` says so (call-bridge-api 1.1). */
export const answersAreEmpty = defineJudge<HttpSeen[]>('http.answers.areEmpty', (answers) =>
  answers.flatMap((answer) => [
    ...succeeded(answer),
    ...(answer.size === 0 ? [] : [finding(answer, 'an empty body', `${answer.size} bytes`)]),
    ...(answer.headers['content-length'] === '0'
      ? []
      : [finding(answer, 'Content-Length: 0', answer.headers['content-length'] ?? 'no Content-Length')]),
  ]),
);

/** A `Location` is a path below `/api/v1`, without scheme and host (call-bridge-api 1.1). */
export const locationIsRelative = defineJudge<HttpSeen>('http.location.isRelative', (answer) => [
  ...succeeded(answer),
  ...(/^\/api\/v1\/[^/]/.test(answer.headers.location ?? '')
    ? []
    : [finding(answer, 'Location: /api/v1/...', answer.headers.location ?? 'no Location')]),
]);

/** Requests on one connection are answered until an answer says `Connection: close` (call-bridge-api 1.1). */
export const connectionIsKept = defineJudge<{ asked: number; answers: HttpSeen[] }>(
  'http.connection.isKept',
  ({ asked, answers }) => {
    const first = answers[0];
    const wanted = answers.some(closes) ? answers.findIndex(closes) + 1 : asked;
    return answers.length === wanted && answers.every(({ status }) => status !== null)
      ? []
      : [finding(first, `${wanted} answers on the connection`, `${answers.filter(({ status }) => status).length}`)];
  },
);

/** Where an answer keeps the connection, `Keep-Alive` tells for how long and how many requests (call-bridge-api 1.1). */
export const keepAliveIsTold = defineJudge<HttpSeen>('http.keepAlive.isTold', (answer) =>
  answer.status === null
    ? [finding(answer, 'an answer', 'none')]
    : closes(answer) || /^timeout=\d+, *max=\d+$/i.test(answer.headers['keep-alive'] ?? '')
      ? []
      : [finding(answer, 'Keep-Alive: timeout=..., max=...', answer.headers['keep-alive'] ?? 'no Keep-Alive')],
);

/**
 * A connection serves no more requests than `max` allows, and its last answer says that it closes (call-bridge-api 1.1). Whether
 * the first request counts is left open.
 */
export const connectionIsExhausted = defineJudge<{ max: number; asked: number; answers: HttpSeen[] }>(
  'http.connection.isExhausted',
  ({ max, asked, answers }) => {
    const last = answers.at(-1);
    return [
      ...(answers.length <= Math.min(max + 1, asked - 1) && answers.length > 0
        ? []
        : [finding(last, `at most ${max + 1} answers of ${asked}`, `${answers.length}`)]),
      ...(last === undefined || closes(last)
        ? []
        : [finding(last, 'Connection: close in the last answer', last.headers.connection ?? 'no Connection')]),
    ];
  },
);

/** 401, and nothing in the body (call-bridge-api 1.2). */
export const answersAreUnauthorized = defineJudge<HttpSeen[]>('http.answers.areUnauthorized', (answers) =>
  answers.flatMap((answer) => [
    ...(answer.status === 401 ? [] : [finding(answer, 'status 401', statusOf(answer))]),
    ...(answer.size === 0 ? [] : [finding(answer, 'an empty body', `${answer.size} bytes`)]),
  ]),
);

/** Each answer is a success (call-bridge-api 1.3). */
export const answersSucceed = defineJudge<HttpSeen[]>('http.answers.succeed', (answers) => answers.flatMap(succeeded));

/** Each answer is a document of this root (call-bridge-api 1.5). */
export const documentsAre = defineJudge<{ answer: HttpSeen; element: string }[]>('http.documents.are', (answers) =>
  answers.flatMap(({ answer, element }) => [
    ...succeeded(answer),
    ...(answer.element === element ? [] : [finding(answer, `<${element}>`, `<${answer.element}>`)]),
  ]),
);

/** Each is refused with one of these reasons and no other one; 400 and 404 are both documented (call-bridge-api 5.1). */
export const refusedWith = defineJudge<{ answers: HttpSeen[]; reasons: string[] }>(
  'http.answers.refusedWith',
  ({ answers, reasons }) =>
    answers.flatMap((answer) => {
      const told = answer.reasons.map(({ name }) => name);
      return [
        ...(answer.status === 400 || answer.status === 404
          ? []
          : [finding(answer, 'status 400 or 404', statusOf(answer))]),
        ...(told.length > 0 && told.every((name) => reasons.includes(name))
          ? []
          : [finding(answer, `failureDetails with ${reasons.join(' or ')}`, told.join(', ') || `<${answer.element}>`)]),
      ];
    }),
);

/** A refusal is a `text/xml` document `failureDetails` of one reason or more (call-bridge-api 5.2). */
export const refusalIsWellFormed = defineJudge<HttpSeen>('http.refusal.isWellFormed', (answer) => [
  ...(answer.status !== null && answer.status >= 400 && answer.status < 500
    ? []
    : [finding(answer, 'status 4xx', statusOf(answer))]),
  ...(answer.element === 'failureDetails' && answer.reasons.length > 0
    ? []
    : [finding(answer, '<failureDetails> with a reason', `<${answer.element}> with ${answer.reasons.length}`)]),
  ...(/^text\/xml\b/i.test(answer.headers['content-type'] ?? '')
    ? []
    : [finding(answer, 'Content-Type: text/xml', answer.headers['content-type'] ?? 'no Content-Type')]),
]);

/** A value that the field can't have is refused; a `parameterError` names the parameter (call-bridge-api 5.2). */
export const parameterIsRefused = defineJudge<{ answer: HttpSeen; parameter: string }>(
  'http.parameter.isRefused',
  ({ answer, parameter }) => {
    const errors = answer.reasons.filter(({ name }) => name === 'parameterError');
    return [
      ...(answer.status !== null && answer.status >= 400 && answer.status < 500
        ? []
        : [finding(answer, 'status 4xx', statusOf(answer))]),
      ...(errors.length > 0 ? [] : [finding(answer, 'a parameterError', answer.text || 'nothing')]),
      ...(errors.length === 0 || errors.some(({ attributes }) => attributes.parameter === parameter)
        ? []
        : [finding(answer, `parameter="${parameter}"`, JSON.stringify(errors.map(({ attributes }) => attributes)))]),
    ];
  },
);

/** What a client shouldn't do succeeds in nothing: which status refuses it, or that its connection ends, is free (call-bridge-api 26). */
export const troubleIsRefused = defineJudge<HttpSeen[]>('http.trouble.isRefused', (answers) =>
  answers
    .filter(({ status }) => status !== null && status < 400)
    .map((answer) => finding(answer, 'a refusal, or the end of the connection', statusOf(answer))),
);

/** Other requests are answered as ever. */
export const stillAnswers = defineJudge<{ after: string; answers: HttpSeen[] }>(
  'http.stillAnswers',
  ({ after, answers }) =>
    answers
      .filter(({ status }) => status !== 200)
      .map((answer) => finding(answer, `status 200 after ${after}`, statusOf(answer))),
);

function closes(answer: HttpSeen): boolean {
  return /\bclose\b/i.test(answer.headers.connection ?? '');
}

function succeeded(answer: HttpSeen): Finding[] {
  return answer.status === 200 ? [] : [finding(answer, 'status 200', statusOf(answer))];
}

function statusOf({ status, reasons }: HttpSeen): string {
  if (status === null) return 'no answer';
  return `status ${status}${reasons.map(({ name }) => ` ${name}`).join('')}`;
}

function finding(answer: HttpSeen | undefined, expected: string, observed: string | null): Finding {
  return { where: answer?.request ?? 'the connection', expected, observed: observed ?? 'nothing' };
}
