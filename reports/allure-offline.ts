/** What a page of Allure's may load: nothing but what it holds itself. */
const policy = [
  "default-src 'none'",
  "script-src 'unsafe-inline' 'unsafe-eval' data: blob:",
  "style-src 'unsafe-inline' data: blob:",
  ...['img-src', 'font-src', 'media-src', 'connect-src', 'frame-src', 'worker-src'].map(
    (source) => `${source} data: blob:`,
  ),
].join('; ');

const analytics = /<script async src="https:\/\/www\.googletagmanager[^>]*><\/script>\s*<script>[\s\S]*?<\/script>/g;

/** Loading attributes, and `url()` in styles, whose address is on another host. */
const external =
  /<(?:script|link|img|iframe|source|video|audio|embed|object|base)\b[^>]*?\s(?:src|href|data)\s*=\s*["']?((?:https?:)?\/\/[^"'\s>]+)|@import\s+["']((?:https?:)?\/\/[^"']+)|url\(\s*["']?((?:https?:)?\/\/[^"')]+)/gi;

/**
 * A page of Allure's that asks nobody for anything: without the Google Analytics that Allure 3 puts into each (allure3#476),
 * and with a content security policy under which a browser refuses whatever else might be asked for.
 * Throws when something external is left, e.g. after Allure has changed.
 */
export function offline(html: string): string {
  const stripped = html.replace(analytics, '');
  const [left] = externalLoads(stripped);
  if (left !== undefined) throw new Error(`the page that Allure made still loads ${left}`);
  const head = /<meta charset="utf-8">/i;
  if (!head.test(stripped)) throw new Error('the page that Allure made has no <meta charset> to put its policy behind');
  return stripped.replace(
    head,
    (meta) => `${meta}\n    <meta http-equiv="Content-Security-Policy" content="${policy}">`,
  );
}

/** Addresses on other hosts that a page would load by its markup. What its own scripts hold is data and not looked at. */
export function externalLoads(html: string): string[] {
  // the bundled program and the report's data are no markup
  const markup = html
    .replace(/(<script\b[^>]*>)[\s\S]*?(<\/script>)/gi, '$1$2')
    .replace(/data:[\w/+.;-]+,[^"'\s>)]*/g, '');
  return [...markup.matchAll(external)].map(([, attribute, imported, url]) => attribute ?? imported ?? url ?? '');
}
