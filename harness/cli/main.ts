import { enableCompileCache } from 'node:module';

enableCompileCache();

const { outliveReaders } = await import('./closed-pipe.ts');
const { runCommand } = await import('./commands.ts');
outliveReaders();
process.exitCode = await runCommand(process.argv.slice(2));
