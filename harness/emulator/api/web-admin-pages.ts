import type { Field } from '../policies/api.ts';

/** The form that asks who is there; `refusal` tells why it asks again. Its markup is the emulator's own (inferred). */
export function signInPage(refusal: string | null): string {
  return page(`<h1>Cisco Meeting Server</h1>
<p>Web Admin (emulated)</p>
${refusal === null ? '' : `<p role="alert">${escapeHtml(refusal)}</p>\n`}<form method="post" action="/">
<label>User name <input name="username" autocomplete="username" required autofocus></label>
<label>Password <input name="password" type="password" autocomplete="current-password" required></label>
<button type="submit">Sign in</button>
</form>`);
}

/** What is shown to somebody who is signed in. */
export function statusPage(rows: readonly Field[]): string {
  const lines = rows.map(
    ([label, value]) => `<tr><th scope="row">${escapeHtml(label)}</th><td>${escapeHtml(value)}</td></tr>`,
  );
  return page(`<h1>System status</h1>
<p>Web Admin (emulated)</p>
<table>
${lines.join('\n')}
</table>
<form method="post" action="/logout"><button type="submit">Sign out</button></form>`);
}

/** A page that says one thing. */
export function textPage(text: string): string {
  return page(`<h1>Cisco Meeting Server</h1>\n<p>${escapeHtml(text)}</p>`);
}

const style =
  'body{font:15px/1.5 system-ui,sans-serif;max-width:32em;margin:3em auto;color:#1b2430}label{display:block;margin:.7em 0}' +
  'input{display:block;width:100%;padding:.4em;box-sizing:border-box}th{text-align:left;padding:.2em 2em .2em 0}[role=alert]{color:#b3261e}';

function page(content: string): string {
  return `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Cisco Meeting Server</title><link rel="icon" href="data:,"><style>${style}</style></head>
<body>
${content}
</body></html>
`;
}

function escapeHtml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}
