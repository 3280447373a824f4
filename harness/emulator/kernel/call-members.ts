/** Fields of a live object. */
type Fields = Record<string, string>;

const none: ReadonlySet<string> = new Set();

/**
 * The legs, or the participants, of all calls of one node by their ids, which also knows those of each call: a node may have
 * thousands of them. The field `call` of a member never changes: who moves to another call becomes another member.
 */
export class CallMembers extends Map<string, Fields> {
  readonly #byCall = new Map<string, Set<string>>();

  /** Ids of the members of a call, in the order in which they came. */
  of(call: string): ReadonlySet<string> {
    return this.#byCall.get(call) ?? none;
  }

  override set(id: string, fields: Fields): this {
    this.#forget(id);
    const call = fields.call ?? '';
    const members = this.#byCall.get(call) ?? new Set();
    this.#byCall.set(call, members.add(id));
    return super.set(id, fields);
  }

  override delete(id: string): boolean {
    this.#forget(id);
    return super.delete(id);
  }

  override clear(): void {
    this.#byCall.clear();
    super.clear();
  }

  #forget(id: string): void {
    const call = this.get(id)?.call ?? '';
    const members = this.#byCall.get(call);
    members?.delete(id);
    if (members?.size === 0) this.#byCall.delete(call);
  }
}
