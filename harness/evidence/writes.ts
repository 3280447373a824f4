import type { Exchange } from '../protocol/exchange.ts';

const guid = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi;
const readingCommands = [
  /^\(session opened\)$/,
  /^help\b/,
  /^(scheduler|webbridge3|callbridge|webadmin|syslog|version|uptime|hostname)$/,
  /^scheduler (status|timedLogging)$/,
  /^pki (list|inspect|match|verify)\b/,
  /^user (list|info)\b/,
];

/**
 * What an exchange changes on its node, with ids and made-up names generalised, e.g. `PUT /api/v1/coSpaces/<id>` or
 * `scheduler c2w certs <file> <file>`; null when it only reads. A command that isn't known to read counts as a change.
 */
export function writeOf({ channel, request }: Exchange): string | null {
  if (channel === 'api') {
    const [method = '', path = ''] = request.summary.split(' ');
    // what is no request at all is refused
    return /^(POST|PUT|DELETE)$/.test(method) ? `${method} ${(path.split('?')[0] ?? '').replace(guid, '<id>')}` : null;
  }
  if (channel === 'tms') {
    const [method = '', path = ''] = request.summary.split(' ');
    return method === 'GET' ? null : `${method} ${path.replace(/\/\d+(?=\/|$)/g, '/<id>')} on TMS`;
  }
  if (channel === 'mmp') {
    const command = request.summary.trim();
    return readingCommands.some((reading) => reading.test(command))
      ? null
      : command
          .replace(/\S+\.(key|cer|crt|pem|csr)\b/g, '<file>')
          .replace(/^(scheduler email server) (?!none$).*/, '$1 <server> <port>')
          .replace(/^(scheduler email username) .*/, '$1 <name>');
  }
  if (channel === 'scheduler' || channel === 'webApp') {
    const [method = '', path = ''] = request.summary.split(' ');
    const where = channel === 'scheduler' ? 'the scheduler' : 'the web app';
    return method === 'GET' ? null : `${method} ${(path.split('?')[0] ?? '').replace(guid, '<id>')} on ${where}`;
  }
  if (channel === 'booking') {
    const [operation] = /\b(Save|End|Delete)\w+$/.exec(request.summary) ?? [];
    return operation ? `${operation} of the Booking API` : null;
  }
  if (channel === 'sftp')
    return /^(put|rm)\b/.test(request.summary) ? request.summary.replace(/^(\w+) .*/, '$1 <file> by SFTP') : null;
  return null;
}
