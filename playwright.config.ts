import { defineConfig } from '@playwright/test';

const limbs = ['container.spec.ts', 'perf.spec.ts'];

export default defineConfig({
  fullyParallel: false,
  retries: 0,
  forbidOnly: true,
  timeout: 30_000,
  outputDir: 'reports/out/playwright',
  reporter: 'list',
  projects: [
    // Ours, in one process: pure logic and the parts of the emulator.
    { name: 'unit', testDir: '.', testMatch: '{harness,fixtures,reports,perf}/**/*.test.ts' },
    // The tool as its users run it: commands, exit codes, foreign peers.
    { name: 'self', testDir: 'harness/self', testMatch: '*.spec.ts', testIgnore: limbs, timeout: 120_000 },
    // The same, for what needs a Docker engine and k6.
    { name: 'limbs', testDir: 'harness/self', testMatch: limbs, timeout: 300_000 },
    // A target, judged.
    { name: 'conformance', testDir: 'suites', testMatch: '**/*.spec.ts' },
  ],
});
