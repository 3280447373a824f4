import { Lease } from '../run/lease.ts';
import { targetIdentity } from '../run/store.ts';
import { readTargetFile } from '../targets/target-file.ts';
import { UsageError } from './errors.ts';

/** Does work on the nodes of a target file while no other run does. Throws UsageError when one does. */
export async function leased<T>(
  { file, state, run }: { file: string; state: string; run: string },
  work: () => Promise<T>,
): Promise<T> {
  const lease = Lease.take(state, targetIdentity(readTargetFile(file).nodes), run);
  if (!(lease instanceof Lease)) {
    throw new UsageError(
      `Run ${lease.run} (process ${lease.process}, since ${lease.since}) works on the nodes of ${file}; wait for its end, or stop it.`,
    );
  }
  try {
    return await work();
  } finally {
    lease.release();
  }
}
