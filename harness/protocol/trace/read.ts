import { parameterColumns } from './write.ts';

/** One record of a CMS system log. */
export interface LogRecord {
  /** As printed: month, day and time, without year and time zone. */
  time: string;
  facility: string;
  severity: string;
  host: string;
  process: string;
  /** What follows `INFO : `, with its own leading blanks; for records without it, what follows the process. */
  message: string;
  /** Number of the record in the log, from 0. */
  index: number;
}

/** A printed parameter of a request body: `masked` when only asterisks were printed, `empty` for a lone `&`. */
export interface PrintedParameter {
  name: string;
  value: string;
  masked: boolean;
  empty: boolean;
}

/** One request in the trace, put together by its number. What the log doesn't have is null or empty. */
export interface TracedRequest {
  number: number;
  time: string;
  client: string;
  method: string;
  path: string;
  contentSize: number | null;
  contentType: string | null;
  parameters: PrintedParameter[];
  /** The audit line that was written while this request was under way. */
  audit: AuditRecord | null;
  status: number | null;
  size: number | null;
  headers: Record<string, string>;
  /** Printed lines of the answer's document. */
  body: string[];
  /** The document was shortened: nothing may be concluded from what is missing. */
  elided: boolean;
  /** Record numbers of request and answer. */
  requestIndex: number;
  answerIndex: number | null;
}

/** An audit line: who did what from where. */
export interface AuditRecord {
  time: string;
  client: string;
  user: string;
  action: string;
  index: number;
}

const header = /[A-Z]?[a-z]{2} [ \d]\d \d\d:\d\d:\d\d(?:\.\d+)? [a-z]+\d?\.[a-z]+ \S+ /g;
const record =
  /^([A-Z]?[a-z]{2} [ \d]\d \d\d:\d\d:\d\d(?:\.\d+)?) ([a-z]+\d?)\.([a-z]+) (\S+) (\S+?):?(?=\s|$)\s*(?:(?:INFO|WARNING|ERROR) : ?(.*)|(.*))$/s;

/**
 * Splits a log into its records. Tolerates what copies of logs have: blank lines, records broken over lines (joined with
 * nothing after a hyphen, else with one blank), several records on one line, a first record without its first letter
 * (document 212298, as published).
 */
export function readLog(log: string | readonly string[]): LogRecord[] {
  const joined: string[] = [];
  for (const line of typeof log === 'string' ? log.split(/\r?\n/) : log) {
    if (line.trim() === '' || /^\s*```/.test(line)) continue;
    const starts = [...line.matchAll(header)].map((match) => match.index);
    const first = starts[0] ?? line.length;
    const rest = line.slice(0, first);
    if (rest.trim() !== '' && joined.length > 0) append(joined, rest.trimEnd());
    joined.push(...starts.map((start, at) => line.slice(start, starts[at + 1])));
  }
  return joined.flatMap((text, index) => {
    const match = record.exec(text);
    if (!match) return [];
    const [, time = '', facility = '', severity = '', host = '', process = '', message, plain = ''] = match;
    return [{ time, facility, severity, host, process, message: message ?? plain, index }];
  });
}

function append(joined: string[], rest: string): void {
  const last = joined.length - 1;
  const text = (joined[last] ?? '').trimEnd();
  joined[last] = text.endsWith('-') ? text + rest.trimStart() : `${text} ${rest.trimStart()}`;
}

/** The requests that a log traces, in the order of their arrival, and all audit lines. Records of other kinds are passed over. */
export function readTrace(records: readonly LogRecord[]): { requests: TracedRequest[]; audits: AuditRecord[] } {
  const requests: TracedRequest[] = [];
  const open = new Map<number, TracedRequest>();
  const audits: AuditRecord[] = [];
  let writing: TracedRequest | null = null;
  for (const entry of records) {
    const traced = /^API trace (\d+):(.*)$/s.exec(entry.message);
    if (traced) {
      const number = Number(traced[1]);
      const text = traced[2] ?? '';
      const begun = beginRequest(entry, number, text);
      if (begun) {
        requests.push(begun);
        open.set(number, begun);
      } else {
        const request = open.get(number);
        if (request) continueRequest(request, entry, text);
      }
      const current = open.get(number);
      if (current && current.method !== 'GET')
        writing = current.status === null ? current : writing === current ? null : writing;
      continue;
    }
    const audit = readAudit(entry);
    if (!audit) continue;
    audits.push(audit);
    if (writing && writing.audit === null && writing.client === audit.client) writing.audit = audit;
  }
  return { requests, audits };
}

function beginRequest(entry: LogRecord, number: number, text: string): TracedRequest | null {
  const match = /^ ?\**([A-Z]+) for\**\s+"([^"]*)"\s+\(from ([^)]*)\)/.exec(text.trim());
  if (!match) return null;
  const [, method = '', path = '', client = ''] = match;
  return {
    number,
    time: entry.time,
    client,
    method,
    path,
    contentSize: null,
    contentType: null,
    parameters: [],
    audit: null,
    status: null,
    size: null,
    headers: {},
    body: [],
    elided: false,
    requestIndex: entry.index,
    answerIndex: null,
  };
}

function continueRequest(request: TracedRequest, entry: LogRecord, text: string): void {
  const trimmed = text.trim();
  const content = /^content data size (\d+), type\s+"([^"]*)"/.exec(trimmed);
  const answer = /^sending (\d+) response, size\s+(\d+)/.exec(trimmed);
  if (content) {
    request.contentSize = Number(content[1]);
    request.contentType = content[2] ?? '';
  } else if (answer) {
    request.status = Number(answer[1]);
    request.size = Number(answer[2]);
    request.answerIndex = entry.index;
  } else if (request.status === null) addParameterText(request.parameters, text);
  else addAnswerText(request, trimmed);
}

/** What was printed of a parameter so far, its `&` included. */
const printedTexts = new WeakMap<PrintedParameter, string>();

/**
 * A parameter ends with its `&`, unless it is masked or the last. Its continuation is indented by six blanks; copies that
 * lost the indentation leave only the missing `&` as a sign.
 */
function addParameterText(parameters: PrintedParameter[], text: string): void {
  const indent = / {6}/.test(text.slice(0, 6)) ? 6 : 2;
  const whole = text.startsWith('  ') ? text.slice(indent) : text.trimStart();
  // only a line of full width is continued, so blanks at the end of a shorter one belong to the copy, not to the value
  const printed = whole.length >= parameterColumns ? whole : whole.trimEnd();
  const last = parameters.at(-1);
  const before = last && (printedTexts.get(last) ?? '');
  if (last && before !== undefined && (indent === 6 || !isWhole(last, before))) set(last, before + printed);
  else {
    const parameter = { name: '', value: '', masked: false, empty: false };
    parameters.push(parameter);
    set(parameter, printed);
  }
}

function isWhole(parameter: PrintedParameter, text: string): boolean {
  return text.endsWith('&') || parameter.masked;
}

function set(parameter: PrintedParameter, text: string): void {
  const whole = text.replace(/&$/, '');
  const at = whole.indexOf('=');
  parameter.name = at < 0 ? whole : whole.slice(0, at);
  parameter.value = at < 0 ? '' : whole.slice(at + 1);
  parameter.masked = /^\*+$/.test(parameter.value);
  parameter.empty = whole === '';
  printedTexts.set(parameter, text);
}

function addAnswerText(request: TracedRequest, text: string): void {
  const named = /^([A-Za-z-]+): (.*)$/s.exec(text);
  if (text.startsWith('<')) request.body.push(text);
  else if (/^\[ ?\.\.\. ?\]$/.test(text)) request.elided = true;
  else if (named) request.headers[(named[1] ?? '').toLowerCase()] = named[2] ?? '';
}

function readAudit(entry: LogRecord): AuditRecord | null {
  const match = /^(\S+): API user "([^"]*)"\s+(.*)$/s.exec(entry.message.trim());
  if (!match) return null;
  const [, client = '', user = '', action = ''] = match;
  return { time: entry.time, client, user, action, index: entry.index };
}

/**
 * Bytes of a body that would be printed like this, with each blank as one byte; masked values count as empty, so a body
 * with a masked value is at least so long. Percent-encoded characters count as one byte each: a lower bound, too.
 */
export function smallestBody(parameters: readonly PrintedParameter[]): number {
  const pairs = parameters.map(({ name, value, masked, empty }) => (empty ? '' : `${name}=${masked ? '' : value}`));
  return Buffer.byteLength(pairs.join('&'));
}
