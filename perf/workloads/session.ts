import { check, sleep } from 'k6';
import encoding from 'k6/encoding';
import http from 'k6/http';
import type { Options } from 'k6/options';
import type { Answer, CallBridge } from '../call-bridge.ts';
import { passwordVariable, type Settings, settingsVariable, usernameVariable } from '../settings.ts';
import { sweep } from '../sweep.ts';

/** k6 has one, but its types don't say so. */
declare const console: { error(text: string): void };

export const settings = JSON.parse(__ENV[settingsVariable] ?? '') as Settings;

const authorization = `Basic ${encoding.b64encode(`${__ENV[usernameVariable]}:${__ENV[passwordVariable]}`)}`;

/** An answer with the milliseconds from sending the request to the end of the answer. */
export interface TimedAnswer extends Answer {
  durationMs: number;
}

/** The node under load. Requests are counted by method and kind of path, whatever the ids in it. */
export const bridge = {
  send(method: 'GET' | 'POST' | 'DELETE', path: string, body?: Record<string, string>): TimedAnswer {
    const name = `${method} ${path.replace(/\?.*/, '').replace(/[0-9a-f-]{36}/g, ':id')}`;
    const response = http.request(method, `${settings.origin}/api/v1${path}`, body ?? null, {
      headers: { authorization },
      tags: { name },
      timeout: '30s',
      redirects: 0,
    });
    return {
      status: response.status,
      body: typeof response.body === 'string' ? response.body : '',
      location: response.headers.Location ?? '',
      durationMs: response.timings.duration,
    };
  },
  wait: (milliseconds: number) => sleep(milliseconds / 1000),
} satisfies CallBridge<TimedAnswer>;

/** k6 options of a workload: an open model, in which what could not start in time is counted as dropped. */
export function openModel(virtualUsers: number, endingSeconds: number): Options {
  return {
    scenarios: {
      load: {
        executor: 'constant-arrival-rate',
        rate: settings.rate,
        timeUnit: settings.rateUnit === 'second' ? '1s' : '1m',
        duration: `${settings.durationSeconds}s`,
        preAllocatedVUs: virtualUsers,
        maxVUs: virtualUsers * 2,
        gracefulStop: `${endingSeconds}s`,
      },
    },
    thresholds: settings.thresholds,
    insecureSkipTLSVerify: settings.insecure,
    summaryTrendStats: ['count', 'avg', 'min', 'med', 'p(90)', 'p(95)', 'p(99)', 'max'],
    setupTimeout: '120s',
    teardownTimeout: '300s',
  };
}

/** Judges one fact of an answer; the name tells what should have been. */
export function judge(name: string, holds: boolean): boolean {
  return check(null, { [name]: () => holds });
}

/** Judges that a request was carried out: 200, and nothing in the body (CMS API reference, "Accessing the API"). */
export function done(what: string, answer: Answer): boolean {
  return judge(`${what} answers 200 without a body`, answer.status === 200 && answer.body === '');
}

/** Ends every workload, also an interrupted one: nothing of it may stay. */
export async function teardown(): Promise<void> {
  judge('nothing is left behind', await cleanedUp());
}

async function cleanedUp(): Promise<boolean> {
  try {
    return (await sweep(bridge, settings.tag)).left === 0;
  } catch (error) {
    console.error(String(error));
    return false;
  }
}

/** The summary goes to a file that the command line reads. */
export function handleSummary(data: unknown): Record<string, string> {
  return { [settings.summaryFile]: JSON.stringify(data) };
}
