import type { SystemView } from './console.ts';
import type { Conference, SystemValues } from './types.ts';

/** What a page says first: that something was not done, and why. */
export type Alert = string | null;

/** What was typed into the form that adds a system; never the password. */
export interface TypedAddress {
  address: string;
  username: string;
}

/** The systems with their tickets, the conferences, and what can be done here. */
export function overviewPage(parts: {
  systems: readonly SystemView[];
  conferences: readonly Conference[];
  preferredMcuType: string;
  alert: Alert;
  typed: TypedAddress;
}): string {
  const { systems, conferences, typed } = parts;
  const systemRows = systems.map((system) => {
    const open = system.tickets.filter(({ clearedAt }) => clearedAt === null);
    return `<tr><th scope="row"><a href="/systems/${system.id}">${html(system.displayName)}</a></th><td>${html(system.type)}</td>
<td>${html(system.address)}</td><td>${html(numbersOf(system))}</td><td>${open.length === 0 ? 'none' : open.map(({ title }) => `<span class="ticket">${html(title)}</span>`).join(' ')}</td></tr>`;
  });
  const conferenceRows = conferences.map(
    ({ id, title, start, end, status, slot }) =>
      `<tr><td>${id}</td><th scope="row">${html(title)}</th><td>${time(start)}</td><td>${time(end)}</td><td>${html(status)}</td><td>${slot ?? ''}</td></tr>`,
  );
  return page(
    'Systems',
    parts.alert,
    `<section aria-labelledby="systems"><h2 id="systems">Systems</h2>
${table(['System', 'Type', 'Network Address', 'Numeric IDs', 'Open tickets'], systemRows, 'TMS has no system yet. Add a bridge below.')}</section>
<section aria-labelledby="add"><h2 id="add">Add Systems</h2>
<form method="post" action="/systems">
${field('IP address or DNS name of Web Admin, with :port unless it is 443', 'address', typed.address, 'required placeholder="cms1.example.test:445"')}
${field('Username', 'username', typed.username, 'required autocomplete="off"')}
${field('Password', 'password', '', 'required type="password" autocomplete="off"')}
<button>Add</button></form></section>
<section aria-labelledby="conferences"><h2 id="conferences">Conferences</h2>
${table(['ID', 'Title', 'Start', 'End', 'Status', 'Slot'], conferenceRows, 'No conference is booked.')}</section>
<section aria-labelledby="settings"><h2 id="settings">Conference Settings</h2>
<form method="post" action="/settings">
${field('Preferred MCU Type in Routing', 'preferredMcuType', parts.preferredMcuType, 'required')}
<button>Save</button></form></section>`,
  );
}

/** One system: its values, tickets, settings, cluster and alternate. `values` is a sentence where the bridge gave none. */
export function systemPage(system: SystemView, values: SystemValues | string, alert: Alert): string {
  const at = `/systems/${system.id}`;
  const shown =
    typeof values === 'string'
      ? `<p>${html(values)}</p>`
      : `<dl>${valueLabels.map(([label, name]) => `<dt>${label}</dt><dd>${html(values[name] ?? '')}</dd>`).join('\n')}</dl>`;
  const ticketRows = system.tickets.map(
    ({ number, title, openedAt, clearedAt }) =>
      `<tr><td>#${number}</td><th scope="row">${html(title)}</th><td>${html(openedAt)}</td><td>${clearedAt === null ? '<span class="ticket">Open</span>' : `Cleared ${html(clearedAt)}`}</td></tr>`,
  );
  const memberRows = system.clustering.map(
    ({ name, address, primary }) =>
      `<tr><th scope="row">${html(name)}</th><td>${html(address)}</td><td>${primary ? 'Primary' : ''}</td></tr>`,
  );
  const options = system.offeredAlternates.map(
    (address) => `<option${address === system.alternate?.address ? ' selected' : ''}>${html(address)}</option>`,
  );
  return page(
    system.displayName,
    alert,
    `<p><a href="/">All systems</a></p>
<section aria-labelledby="summary"><h2 id="summary">Summary</h2>
<dl><dt>System Type</dt><dd>${html(system.type)}</dd><dt>Network Address</dt><dd>${html(system.address)}</dd></dl>
${shown}</section>
<section aria-labelledby="tickets"><h2 id="tickets">Tickets</h2>
${table(['Ticket', 'Title', 'Since', 'State'], ticketRows, 'There was never a ticket.')}</section>
<section aria-labelledby="edit"><h2 id="edit">Edit Settings</h2>
<form method="post" action="${at}/name">
${field('Name', 'name', system.name ?? '', '')}
<button>Save</button></form></section>
<section aria-labelledby="extended"><h2 id="extended">Extended Settings</h2>
<form method="post" action="${at}/extended">
${field('Domain', 'domain', system.domain ?? '', '')}
${field('Numeric ID Base', 'numericIdBase', String(system.numericIdBase ?? ''), 'inputmode="numeric"')}
${field('Numeric ID Quantity', 'numericIdQuantity', String(system.numericIdQuantity ?? ''), 'inputmode="numeric"')}
<button>Save</button></form></section>
<section aria-labelledby="clustering"><h2 id="clustering">Clustering</h2>
${table(['Call Bridge', 'Address', ''], memberRows, 'The bridge stands alone.')}
${
  options.length === 0
    ? ''
    : `<form method="post" action="${at}/alternate">
<label>Alternate IP <select name="address"><option value="">None</option>${options.join('')}</select></label>
${field('Alternate Username', 'username', system.alternate?.username ?? '', 'autocomplete="off"')}
${field('Alternate Password', 'password', '', 'type="password" autocomplete="off"')}
<button>Save</button></form>`
}</section>
<section aria-labelledby="remove"><h2 id="remove">Remove</h2>
<form method="post" action="${at}/remove"><p>TMS forgets the system. What it has made on the bridge stays there.</p>
<button>Remove the system</button></form></section>`,
  );
}

/** A page that says one thing. */
export function messagePage(message: string): string {
  return page('TMS', message, '<p><a href="/">All systems</a></p>');
}

const valueLabels = [
  ['Software Version', 'softwareVersion'],
  ['Uptime (seconds)', 'uptimeSeconds'],
  ['Call legs active', 'callLegsActive'],
  ['Call legs at most', 'callLegsMaxActive'],
  ['Call legs completed', 'callLegsCompleted'],
  ['Audio out (bit/s)', 'audioBitRateOutgoing'],
  ['Audio in (bit/s)', 'audioBitRateIncoming'],
  ['Video out (bit/s)', 'videoBitRateOutgoing'],
  ['Video in (bit/s)', 'videoBitRateIncoming'],
] as const;

const style = `:root{color-scheme:light dark}
body{font:15px/1.5 system-ui,sans-serif;max-width:64em;margin:0 auto;padding:1.5em}
header{border-bottom:1px solid #8886;margin-bottom:1em}h1{font-size:1.4em}h2{font-size:1.1em;margin:1.8em 0 .4em}
table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.35em .8em .35em 0;border-bottom:1px solid #8884;vertical-align:top}
tbody th{font-weight:600}dl{display:grid;grid-template-columns:max-content 1fr;gap:.2em 1.5em}dd{margin:0}
label{display:block;margin:.6em 0;max-width:32em}input,select{display:block;width:100%;padding:.4em;box-sizing:border-box;font:inherit}
button{padding:.45em 1.2em;font:inherit}.ticket{background:#b3261e;color:#fff;border-radius:.3em;padding:.1em .5em;white-space:nowrap}
[role=alert]{border-left:.3em solid #b3261e;padding:.5em 1em;background:#b3261e1a}:focus-visible{outline:3px solid #2b6cb0}`;

function page(title: string, alert: Alert, content: string): string {
  return `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${html(title)} - TMS (emulated)</title>
<link rel="icon" href="data:,"><style>${style}</style></head>
<body><header><h1>${html(title)}</h1><p>Cisco TelePresence Management Suite (emulated)</p></header>
<main>${alert === null ? '' : `<p role="alert">${html(alert)}</p>`}
${content}
</main></body></html>
`;
}

function table(columns: readonly string[], rows: readonly string[], whenEmpty: string): string {
  if (rows.length === 0) return `<p>${whenEmpty}</p>`;
  const head = columns.map((column) => (column === '' ? '<td></td>' : `<th scope="col">${column}</th>`)).join('');
  return `<table><thead><tr>${head}</tr></thead><tbody>${rows.join('\n')}</tbody></table>`;
}

function field(label: string, name: string, value: string, more: string): string {
  return `<label>${label} <input name="${name}" value="${html(value)}" ${more}></label>`;
}

function numbersOf({ numericIdBase, numericIdQuantity, domain }: SystemView): string {
  if (numericIdBase === null || numericIdQuantity === null) return 'not set';
  return `${numericIdQuantity} from ${numericIdBase}${domain === null ? '' : ` @${domain}`}`;
}

function time(instant: Date): string {
  return `${instant.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

function html(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
