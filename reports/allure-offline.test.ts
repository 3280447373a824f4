import { expect, test } from '@playwright/test';
import { externalLoads, offline } from './allure-offline.ts';

const page = (head: string, body = '') =>
  `<!DOCTYPE html><html><head>\n<meta charset="utf-8">\n${head}</head><body>${body}</body></html>`;
const analytics = `<script async src="https://www.googletagmanager.com/gtag/js?id=G-1"></script>
    <script>
        window.dataLayer = window.dataLayer || [];
        gtag('js', new Date());
    </script>`;

test('analytics go, the rest stays and is under a policy', () => {
  const made = offline(
    page(`${analytics}<script>const own = 1;</script>`, '<a href="https://example.test/">a link</a>'),
  );
  expect(made).not.toMatch(/googletagmanager|gtag/);
  expect(made).toContain('<script>const own = 1;</script>');
  expect(made).toContain('href="https://example.test/"');
  expect(made.indexOf('Content-Security-Policy')).toBeLessThan(made.indexOf('<script'));
  expect(made).toContain("default-src 'none'");
});

const left = [
  '<script async src="https://example.test/a.js"></script>',
  '<script defer src=//example.test/a.js></script>',
  '<link rel="stylesheet" href="http://example.test/a.css">',
  "<img alt='' src='https://example.test/a.png'>",
  '<style>@import "https://example.test/a.css"</style>',
  '<style>a{background:url(//example.test/a.png)}</style>',
];
for (const loads of left) {
  test(`a page that still loads is refused: ${loads}`, () => {
    expect(externalLoads(page(loads))).toHaveLength(1);
    expect(() => offline(page(loads))).toThrow(/still loads (https?:)?\/\/example\.test/);
  });
}

test('what a page holds itself is no load', () => {
  const held = [
    '<script src="data:text/javascript;base64,aHR0cHM6Ly9leGFtcGxlLnRlc3Q="></script>',
    '<link rel="icon" href="data:image/svg+xml,%3Csvg xmlns=\'http://www.w3.org/2000/svg\'%3E">',
    '<script>const text = \'<img src="https://example.test/a.png">\';</script>',
    '<script src="app.js"></script>',
  ];
  for (const one of held) expect(externalLoads(page(one)), one).toEqual([]);
});

test('a page without a place for the policy is refused', () => {
  expect(() => offline('<html></html>')).toThrow(/no <meta charset>/);
});
