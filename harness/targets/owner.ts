import { readFileSync } from 'node:fs';

/**
 * A process as labels name it: `<pid>@<start>`, so that another process that got the same number later is not taken for it.
 * The start is what the system counts it in; where there is no /proc it is left out.
 */
export function processIdentity(pid = process.pid): string {
  return `${pid}@${startOf(pid) ?? ''}`;
}

/** Whether the process of that identity still runs. */
export function lives(identity: string): boolean {
  const [pid = '', start = ''] = identity.split('@');
  if (!/^\d+$/.test(pid)) return false;
  try {
    process.kill(Number(pid), 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const now = startOf(Number(pid));
  return now === null || now === start;
}

/** Field 22 of /proc/<pid>/stat; null where that can't be read, or for a process that has ended and waits for its parent. */
function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [state, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return state === 'Z' ? 'ended' : (rest[18] ?? null);
  } catch {
    return null;
  }
}
