import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import type { EmulatedNode } from '../kernel/node.ts';
import type { FailureReason } from '../policies/api.ts';
import type { Policies } from '../policies/index.ts';
import { Repository } from './repository.ts';

/** Makes the id of a new object; `purpose` is its type, or `callCorrelator`. */
export type NewId = (purpose: string) => string;

/** What serves the API of one node. */
export interface ApiContext {
  readonly node: EmulatedNode;
  readonly policies: Policies;
  readonly objects: Repository;
  readonly newId: NewId;
  /** Starts the syncs that are waiting, of spaces and with directories. */
  syncsChanged(): void;
}

/** A request as far as its handler needs it. */
export interface RequestContext extends ApiContext {
  /** Runs once the answer has been traced, e.g. what follows it in the log. */
  afterAnswer(run: () => void): void;
}

/** A written request is refused: the answer is `failureDetails` with these reasons. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  /** At least one. */
  readonly reasons: readonly [FailureReason, ...FailureReason[]];

  constructor(...reasons: readonly [string | FailureReason, ...(string | FailureReason)[]]) {
    const [first, ...others] = reasons;
    super(fullReason(first).name);
    this.reasons = [fullReason(first), ...others.map(fullReason)];
  }
}

function fullReason(reason: string | FailureReason): FailureReason {
  return typeof reason === 'string' ? { name: reason, attributes: {} } : reason;
}

/** The context of a node; ids are random unless `newId` says otherwise. */
export function createContext(node: EmulatedNode, newId: NewId = () => randomUUID()): ApiContext {
  return {
    node,
    policies: node.cluster.policies,
    objects: Repository.of(node.cluster.store),
    newId,
    syncsChanged: () => {},
  };
}

/** A fresh secret. */
export function freshSecret(policies: Policies): string {
  return policies['spaces.generatedSecret'](randomBytes(16));
}

/** A fresh call ID. */
export function freshCallId(policies: Policies): string {
  return policies['spaces.generatedCallId'](randomInt(1_000_000_000));
}
