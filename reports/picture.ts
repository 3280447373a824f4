// Makes the README's picture from a run's certificate: `node_modules/.bin/node reports/picture.ts [RUN FOLDER]`.
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { launchChromium } from '../harness/browser/chromium.ts';

const here = fileURLToPath(new URL('.', import.meta.url));
const run = resolve(process.argv[2] ?? join(here, 'out/latest'));

const browser = await launchChromium();
const page = await browser.newPage({ viewport: { width: 1100, height: 900 } });
await page.goto(pathToFileURL(join(run, 'certificate.html')).href);
await page.screenshot({ path: join(here, 'pictures/certificate.png') });
await browser.close();
