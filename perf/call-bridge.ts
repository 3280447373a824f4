import { type Item, itemsOf, textOf, totalOf } from './xml.ts';

/** An answer as far as load looks at it. */
export interface Answer {
  /** 0 when there was none. */
  status: number;
  body: string;
  /** '' when there was none. */
  location: string;
}

/** A Call Bridge that is asked, by k6 or by Node. */
export interface CallBridge<A extends Answer = Answer> {
  /** `path` is below `/api/v1`. */
  send(method: 'GET' | 'POST' | 'DELETE', path: string, body?: Record<string, string>): A | Promise<A>;
  wait(milliseconds: number): void | Promise<void>;
}

/** Pages that one list is read in at most. */
const maxPages = 2000;

/** Asks until `done` says so, at first soon and then every tenth of the time that has passed. False when it took too long. */
export async function until(bridge: CallBridge, limitMs: number, done: () => Promise<boolean>): Promise<boolean> {
  const started = Date.now();
  while (!(await done())) {
    const passed = Date.now() - started;
    if (passed > limitMs) return false;
    await bridge.wait(Math.min(1000, Math.max(20, passed / 10)));
  }
  return true;
}

/**
 * Waits for a bulk sync's end and gives its status: `complete`, or the failure that it ended with; `pending` or `running` when it
 * took longer than the limit (CMS API reference, "Bulk creation of coSpaces").
 */
export async function syncStatus(bridge: CallBridge, sync: string, limitMs: number): Promise<string> {
  let status = '';
  await until(bridge, limitMs, async () => {
    status = textOf((await bridge.send('GET', `/cospaceBulkSyncs/${sync}`)).body, 'status');
    return status !== 'pending' && status !== 'running';
  });
  return status;
}

/** The id in a `Location` of this collection; null when it is another, or none. */
export function idIn(location: string, collection: string): string | null {
  return new RegExp(`^/api/v1/${collection}/([0-9a-f-]{36})$`).exec(location)?.[1] ?? null;
}

/** A whole collection, page by page; a page's size is the server's choice. Throws Error when a page can't be read. */
export async function listAll(bridge: CallBridge, path: string, list: string, item: string): Promise<Item[]> {
  const items: Item[] = [];
  for (let page = 0; page < maxPages; page += 1) {
    const separator = path.includes('?') ? '&' : '?';
    const { status, body } = await bridge.send(
      'GET',
      items.length === 0 ? path : `${path}${separator}offset=${items.length}`,
    );
    const total = totalOf(body, list);
    if (status !== 200 || total === null)
      throw new Error(`GET ${path}: expected 200 with <${list} total="...">, got ${status}`);
    const more = itemsOf(body, item);
    items.push(...more);
    if (more.length === 0 || items.length >= total) break;
  }
  return items;
}
