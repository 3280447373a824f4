import type { EmulatedNode } from '../kernel/node.ts';
import type { AuditedChange } from '../policies/api.ts';
import { type ApiAnswer, readPairs } from './dispatch.ts';

/** The trace of one request in the node's system log, from its arrival to its answer. */
export class RequestTrace {
  readonly #node: EmulatedNode;
  readonly #client: string;
  readonly #number: number;

  constructor(node: EmulatedNode, client: string, method: string, target: string) {
    this.#node = node;
    this.#client = client;
    const { policies } = node.cluster;
    this.#number = policies['trace.number'](node.live.counters.apiTrace);
    node.live.counters.apiTrace = this.#number;
    this.#write([policies['trace.requestText'](method, oneLine(target), client)]);
  }

  /** The parameters of a request's body; `size` in bytes. */
  content(body: string, size: number, type: string): void {
    if (size === 0) return;
    const { policies } = this.#node.cluster;
    this.#write([policies['trace.contentText'](size, oneLine(type))]);
    const pairs = readPairs(policies, body);
    pairs.forEach((pair, at) => {
      const masked = policies['trace.maskedValue'](pair.name, pair.value);
      const text = policies['trace.parameterText']({ ...pair, last: at === pairs.length - 1 }, masked);
      this.#write(policies['trace.wrap'](oneLine(text)));
    });
  }

  /** The audit line of a change. */
  audit(user: string, change: AuditedChange | null): void {
    const { policies } = this.#node.cluster;
    const action = change && policies['trace.auditAction'](change);
    const text = action && policies['trace.auditText'](this.#client, user, oneLine(action));
    if (text) this.#node.log.write('local0.info', 'host:server:', ` INFO : ${text}`);
  }

  /** The answer; `size` of its body in bytes. */
  answer(answer: ApiAnswer, size: number): void {
    const { policies } = this.#node.cluster;
    const traced = policies['trace.tracedHeaders']();
    this.#write([
      policies['trace.answerText'](answer.status, size),
      ...answer.headers
        .filter(([name]) => traced.includes(name))
        .map(([name, value]) => policies['trace.headerText'](name, value)),
      ...policies['trace.bodyTexts'](answer.document?.lines ?? []).map(oneLine),
    ]);
  }

  #write(texts: readonly string[]): void {
    if (!this.#node.cluster.policies['trace.enabled']()) return;
    for (const text of texts)
      this.#node.log.write('user.info', 'host:server:', ` INFO : API trace ${this.#number}:${text}`);
  }
}

const breaking = /[\p{Cc}\u2028\u2029]/u;

/** A client's line breaks must not make log lines of their own. */
function oneLine(text: string): string {
  return breaking.test(text) ? text.replace(/[\p{Cc}\u2028\u2029]/gu, ' ') : text;
}
