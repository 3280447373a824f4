import { execSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { type Document, LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { parseC2wUrl } from '../protocol/c2w.ts';
import { platforms, roles } from '../protocol/platform.ts';
import type { DescribedNode, TlsTrust, TmsAccess, TmsSettings } from './target.ts';

/** An invalid target file; the message is one sentence with file and line. */
export class TargetFileError extends Error {
  override readonly name = 'TargetFileError';
}

const secret = z.union(
  [z.strictObject({ env: z.string() }), z.strictObject({ file: z.string() }), z.strictObject({ command: z.string() })],
  { error: 'a secret is never written down here: give { env: NAME }, { file: PATH } or { command: LINE }' },
);
const username = z.union([z.string().min(1), secret], {
  error: 'give a text, { env: NAME }, { file: PATH } or { command: LINE }',
});

const fingerprint = z
  .string()
  .regex(
    /^SHA256:([A-Za-z0-9+/]{43}=?|([0-9A-Fa-f]{2}:?){32})$/,
    'a fingerprint is "SHA256:" and a digest, in base64 or hexadecimal',
  );

const trust = z.union(
  [z.strictObject({ insecure: z.literal(true) }), z.strictObject({ ca: z.string() }), z.strictObject({ fingerprint })],
  {
    error:
      'give { ca: PATH }, { fingerprint: "SHA256:..." } or { insecure: true }, or leave it out for the system\'s trust',
  },
);

const tmsAccess = z.strictObject({
  url: z.url({ protocol: /^https$/, error: 'an address of TMS is https://host[:port]' }),
  username,
  password: secret,
  tls: trust.optional(),
});

/** The schema of a target file; `target-file.schema.json` is written from it. */
export const labSchema = z.strictObject({
  kind: z.literal('lab', { error: 'kind is lab; the emulator needs no target file' }),
  /** The control interface of an emulator that somebody else started; real nodes have none. */
  bench: z.strictObject({ control: z.url() }).optional(),
  /** What the managed bridge checks may use on this deployment, and the TMS beside it. */
  tms: z
    .strictObject({
      /** First number of the slots that the checks make; it and the next ones must be free as URIs and call IDs. */
      numericIdBase: z.int().min(1).optional(),
      /** Two parties that may be dialled; nobody has to answer. */
      dial: z.tuple([z.string().min(1), z.string().min(1)]).optional(),
      /** The Booking API of the TMS that manages these bridges: its address without path, and a user who may book. */
      booking: tmsAccess.optional(),
      /** The console of an emulated TMS; a real one has none. */
      console: tmsAccess.optional(),
    })
    .optional(),
  /** Host name or address at which the nodes reach the machine that judges: checks that bring a Web Bridge of their own need it. */
  harness: z.strictObject({ address: z.string().min(1) }).optional(),
  nodes: z
    .array(
      z.strictObject({
        name: z.string().min(1),
        platform: z.enum(platforms),
        roles: z.array(z.enum(roles)).min(1),
        api: z.strictObject({
          url: z.url({ protocol: /^https$/, error: 'an API address is https://host[:port]' }),
          username,
          password: secret,
        }),
        mmp: z.strictObject({
          host: z.string().min(1),
          port: z.int().min(1).max(65535).default(22),
          username,
          password: secret,
          hostKey: z
            .string()
            .regex(/^SHA256:/)
            .optional(),
        }),
        tls: trust.optional(),
        /** Where the C2W listener of its Web Bridge is, or may be set up, e.g. c2w://cms1.example.test:8443. */
        c2w: z
          .strictObject({
            url: z.string().refine((text) => parseC2wUrl(text) !== null, { error: 'a C2W address is c2w://host:port' }),
          })
          .optional(),
        /** The HTTPS interface of its scheduler, where it is or may be set up, and the path of its meetings. */
        scheduler: z
          .strictObject({
            url: z.url({ protocol: /^https$/, error: "a scheduler's address is https://host[:port]" }),
            path: z.string().startsWith('/', 'the path of the meetings begins with /').optional(),
          })
          .optional(),
      }),
    )
    .min(1),
});

export interface TargetFile {
  nodes: DescribedNode[];
  control: string | null;
  tms: TmsSettings;
  harness: { address: string } | null;
}

/** Reads a target file and resolves its secrets. Throws TargetFileError. */
export function readTargetFile(file: string): TargetFile {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new TargetFileError(`Cannot read the target file "${file}": check the path given to --target.`);
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const broken = document.errors[0];
  if (broken)
    throw new TargetFileError(
      `${file}:${lines.linePos(broken.pos[0]).line}: not valid YAML: ${firstLine(broken.message).replace(/ at line \d+, column \d+:$/, '')}`,
    );
  const parsed = labSchema.safeParse(plain(document, file));
  if (!parsed.success) {
    const { path, message } = complaint(parsed.error.issues);
    throw new TargetFileError(`${file}:${lineOf(document, lines, path)}: ${path.join('.') || 'target'}: ${message}`);
  }
  const folder = dirname(resolve(file));
  const nodes = parsed.data.nodes.map((node, index): DescribedNode => {
    const at = (...path: string[]) =>
      `${file}:${lineOf(document, lines, ['nodes', index, ...path])}: ${path.join('.')}`;
    const login = (part: 'api' | 'mmp') => ({
      username: resolveText(node[part].username, folder, at(part, 'username')),
      password: resolveText(node[part].password, folder, at(part, 'password')),
    });
    return {
      name: node.name,
      platform: node.platform,
      roles: node.roles,
      api: { url: node.api.url.replace(/\/+$/, ''), ...login('api') },
      mmp: { host: node.mmp.host, port: node.mmp.port, hostKey: node.mmp.hostKey ?? null, ...login('mmp') },
      tls: resolveTrust(node.tls, folder, at('tls')),
      ...(node.scheduler ? { scheduler: node.scheduler } : {}),
      ...(node.c2w ? { c2w: node.c2w } : {}),
    };
  });
  const twice = nodes.find((node, index) => nodes.findIndex((other) => other.name === node.name) !== index);
  if (twice) throw new TargetFileError(`${file}: two nodes are named "${twice.name}"; give each node its own name.`);
  const accessOf = (part: 'booking' | 'console'): Partial<TmsSettings> => {
    const described = parsed.data.tms?.[part];
    if (!described) return {};
    const at = (path: string) => `${file}:${lineOf(document, lines, ['tms', part, path])}: tms.${part}.${path}`;
    const access: TmsAccess = {
      url: described.url.replace(/\/+$/, ''),
      username: resolveText(described.username, folder, at('username')),
      password: resolveText(described.password, folder, at('password')),
      tls: resolveTrust(described.tls, folder, at('tls')),
    };
    return { [part]: access };
  };
  const tms: TmsSettings = { ...withoutAccess(parsed.data.tms), ...accessOf('booking'), ...accessOf('console') };
  return { nodes, control: parsed.data.bench?.control ?? null, tms, harness: parsed.data.harness ?? null };
}

/**
 * What is wrong, and where. A key that is not known comes first: what is missing is often only misspelt there.
 */
function complaint(issues: readonly z.core.$ZodIssue[]): { path: (string | number)[]; message: string } {
  const issue = issues.find(({ code }) => code === 'unrecognized_keys') ?? issues[0];
  const path = (issue?.path ?? []).map((part) => (typeof part === 'symbol' ? String(part) : part));
  if (issue?.code === 'unrecognized_keys') {
    const [key = ''] = issue.keys;
    return {
      path: [...path, key],
      message: 'no such key is known here; see target-file.schema.json for those that are',
    };
  }
  if (issue?.code === 'invalid_value' && issue.values.length > 1)
    return { path, message: `it has to be one of ${issue.values.join(', ')}` };
  if (issue?.code === 'invalid_type' && path.length === 0)
    return { path, message: 'a target file holds `kind: lab` and `nodes:`; this one does not' };
  if (issue?.code === 'invalid_type')
    return { path, message: `it is missing or not right: it has to be a ${expectedType(issue.expected)}` };
  return { path, message: issue?.message ?? 'invalid' };
}

function expectedType(expected: string): string {
  const words: Record<string, string> = { string: 'text', int: 'whole number', array: 'list', object: 'block of keys' };
  return words[expected] ?? expected;
}

/** The document's values. Throws TargetFileError for an alias whose anchor is not there. */
function plain(document: Document, file: string): unknown {
  try {
    return document.toJS();
  } catch (error) {
    throw new TargetFileError(`${file}: not valid YAML: ${firstLine((error as Error).message)}`);
  }
}

function withoutAccess({ numericIdBase, dial }: NonNullable<z.infer<typeof labSchema>['tms']> = {}): TmsSettings {
  return { ...(numericIdBase === undefined ? {} : { numericIdBase }), ...(dial ? { dial } : {}) };
}

function lineOf(document: Document, lines: LineCounter, path: readonly (string | number)[]): number {
  for (let length = path.length; length >= 0; length -= 1) {
    const found = document.getIn(path.slice(0, length), true) as { range?: [number, number, number] } | undefined;
    if (found?.range) return lines.linePos(found.range[0]).line;
  }
  return 1;
}

function resolveText(value: string | z.infer<typeof secret>, folder: string, where: string): string {
  if (typeof value === 'string') return value;
  if ('env' in value) {
    const found = process.env[value.env];
    if (found === undefined) throw new TargetFileError(`${where}: the environment variable ${value.env} is not set.`);
    return found;
  }
  if ('file' in value) {
    try {
      return readFileSync(resolve(folder, value.file), 'utf8').replace(/\r?\n$/, '');
    } catch {
      throw new TargetFileError(`${where}: cannot read the file ${value.file}.`);
    }
  }
  try {
    return execSync(value.command, {
      encoding: 'utf8',
      cwd: folder,
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: 30_000,
    }).replace(/\r?\n$/, '');
  } catch {
    throw new TargetFileError(`${where}: the command "${value.command}" failed.`);
  }
}

function resolveTrust(tls: z.infer<typeof trust> | undefined, folder: string, where: string): TlsTrust {
  if (!tls) return { kind: 'system' };
  if ('insecure' in tls) return { kind: 'insecure' };
  if ('fingerprint' in tls) return { kind: 'fingerprint', sha256: tls.fingerprint };
  try {
    return { kind: 'ca', pem: readFileSync(resolve(folder, tls.ca), 'utf8') };
  } catch {
    throw new TargetFileError(`${where}: cannot read the CA file ${tls.ca}.`);
  }
}

function firstLine(text: string): string {
  return text.split('\n')[0] ?? text;
}
