import type { Answer, CallBridge } from './call-bridge.ts';
import { loadOf } from './options.ts';
import type { PerfResult, Time } from './result.ts';

/** A request as it was sent: method, path, body. */
export type Sent = [method: string, path: string, body?: Record<string, string>];

/** A Call Bridge of objects in memory, with pages of two; syncs are complete at the second question. */
export class MemoryBridge implements CallBridge {
  readonly sent: Sent[] = [];
  waited = 0;
  /** Ids by collection, with the XML of their children. */
  readonly objects: Record<string, Map<string, string>>;
  /** Deletions are answered, and do nothing. */
  stubborn = false;
  #asked = 0;

  constructor(objects: Record<string, Record<string, string>>) {
    this.objects = Object.fromEntries(
      Object.entries(objects).map(([name, found]) => [name, new Map(Object.entries(found))]),
    );
  }

  send(method: 'GET' | 'POST' | 'DELETE', path: string, body?: Record<string, string>): Answer {
    this.sent.push(body ? [method, path, body] : [method, path]);
    const [, collection = '', id, query = ''] = /^\/(\w+)(?:\/([^?]+))?(?:\?(.*))?$/.exec(path) ?? [];
    const all = this.objects[collection] ?? new Map<string, string>();
    const item = collection.replace(/s$/, '');
    if (method === 'POST') return { status: 200, body: '', location: `/api/v1/${collection}/${'0'.repeat(35)}1` };
    if (method === 'DELETE') {
      if (!this.stubborn && id) all.delete(id);
      return { status: 200, body: '', location: '' };
    }
    if (collection === 'cospaceBulkSyncs') {
      this.#asked += 1;
      return {
        status: 200,
        body: `<${item}><status>${this.#asked % 2 === 0 ? 'complete' : 'running'}</status></${item}>`,
        location: '',
      };
    }
    if (id) return { status: 200, body: `<${item} id="${id}">${all.get(id) ?? ''}</${item}>`, location: '' };
    const offset = Number(new URLSearchParams(query).get('offset') ?? 0);
    const page = [...all].slice(offset, offset + 2).map(([key, inner]) => `<${item} id="${key}">${inner}</${item}>`);
    return { status: 200, body: `<${collection} total="${all.size}">${page.join('')}</${collection}>`, location: '' };
  }

  wait(milliseconds: number): void {
    this.waited += milliseconds;
  }
}

/** A result of bulk-sync in which everything held; `p95` is that of its syncs. */
export function resultOf(p95: number): PerfResult {
  const time = (title: string): Time => ({
    title,
    count: 3,
    avg: 1,
    min: 1,
    p50: 1,
    p90: p95,
    p95,
    p99: p95,
    max: p95,
  });
  const { size, rate, durationSeconds, holdSeconds } = loadOf('bulk-sync', { threshold: [] });
  return {
    schema: 'cms-conformance/perf/1',
    run: {
      id: '20260101-000000-abcd-perf-bulk-sync',
      seed: 7,
      tag: 'perf-00000007',
      startedAt: '2026-01-01T00:00:00.000Z',
      endedAt: '2026-01-01T00:00:30.000Z',
      tool: { version: '0.1.0', commit: 'unknown', cleanTree: true },
      k6: '2.2.0',
      interrupted: false,
    },
    workload: 'bulk-sync',
    target: { kind: 'emulator', node: { name: 'cms1', platform: 'cms1000', version: '3.5' } },
    options: { size, rate, rateUnit: 'minute', durationSeconds, holdSeconds },
    thresholds: [{ metric: 'checks', expression: 'rate==1', ok: true }],
    times: { bulk_sync_complete: time('sync until complete') },
    counters: { bulk_spaces: 600 },
    iterations: { count: 3, dropped: 0 },
    requests: { count: 30, perSecond: 1.5, failed: 0 },
    checks: { passed: 36, failed: 0, failures: [] },
    leftBehind: 0,
    exitCode: 0,
  };
}
