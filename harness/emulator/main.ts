import { enableCompileCache } from 'node:module';

enableCompileCache();

// Loaded after the compile cache is on: it takes two thirds off the start-up time.
const { runEmulator } = await import('./run.ts');
try {
  process.exitCode = await runEmulator(process.argv.slice(2));
} catch (error) {
  process.stderr.write(
    `The emulator failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  // Listeners that are up already must not keep a failed emulator alive.
  process.exit(5);
}
