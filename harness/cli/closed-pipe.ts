/**
 * Makes a reader that leaves early (`| head`) no error: what is printed after that is lost, and the exit code stays what the
 * command comes to.
 */
export function outliveReaders(streams: readonly NodeJS.WriteStream[] = [process.stdout, process.stderr]): void {
  for (const stream of streams) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }
}
