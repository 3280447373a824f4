import type { XmlNode } from '../protocol/xml-read.ts';

export type BridgeMethod = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** One answer of the bridge, as the controller needs it. */
export interface BridgeAnswer {
  method: BridgeMethod;
  path: string;
  status: number;
  /** Names in lower case. */
  headers: Record<string, string>;
  /** Bytes of the body. */
  size: number;
  body: string;
  location?: string;
  /** The body as a tree, when it is well-formed XML. */
  xml?: XmlNode;
}

/**
 * The bridge as the controller reaches it. `path` and `body` go out byte for byte; a refusal is an answer, and only a bridge
 * that can't be asked rejects.
 */
export interface ManagedBridgePort {
  request(method: BridgeMethod, path: string, body?: string): Promise<BridgeAnswer>;
}

/** A request with its answer, in the order in which the controller sent them. */
export interface Step {
  method: BridgeMethod;
  path: string;
  /** The body as it was sent. */
  body?: string;
  answer: BridgeAnswer;
}

/** The time that the controller waits between two polls, and the identifiers that it makes. */
export interface ControllerSurroundings {
  /** Resolves after so many milliseconds. */
  pause(milliseconds: number): Promise<void>;
  /** A fresh GUID in canonical form: the secret of a meeting. */
  guid(): string;
}
