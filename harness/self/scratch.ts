import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test as base } from '@playwright/test';

/** A folder of the test's own; it is gone after the test. */
export interface Scratch {
  readonly path: string;
  /** Writes a file below the folder and returns its path. */
  write(name: string, text: string): string;
}

/** Playwright's test with a `scratch` folder. It is outside of Playwright's own output, which another run may empty. */
export const test = base.extend<{ scratch: Scratch }>({
  scratch: async ({}, use) => {
    const path = mkdtempSync(join(tmpdir(), 'cms-conformance-test-'));
    await use({
      path,
      write: (name, text) => {
        const file = join(path, name);
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, text);
        return file;
      },
    });
    rmSync(path, { recursive: true, force: true });
  },
});

export { expect } from '@playwright/test';
