/** A channel on which the harness talks with a target. */
export type Channel =
  | 'api'
  | 'tms'
  | 'booking'
  | 'mmp'
  | 'sftp'
  | 'c2w'
  | 'control'
  | 'log'
  | 'browser'
  | 'scheduler'
  | 'sip'
  | 'webApp'
  | 'cdr'
  | 'events';

/**
 * One request and its answer on one channel, as the client saw it.
 * Evidence is made of these; they are redacted before they are kept.
 */
export interface Exchange {
  channel: Channel;
  /** Node name of the target file or ready line. */
  node: string;
  /** ISO 8601, UTC. */
  at: string;
  durationMs: number;
  /** What was sent: a request line with its body, a command, a file operation. */
  request: { summary: string; headers?: Record<string, string>; body?: string };
  /** What came back; absent when nothing did. */
  response?: { summary: string; status?: number; headers?: Record<string, string>; body?: string };
  /** Why there is no response. */
  error?: string;
}

/** Where a client reports its exchanges to. */
export type Recorder = (exchange: Exchange) => void;

/**
 * The target could not be asked: closed port, time-out, refused credentials, an answer that is no CMS.
 * It says nothing about conformance, so a check that meets it is inconclusive.
 */
export class TargetUnavailable extends Error {
  override readonly name = 'TargetUnavailable';
}
