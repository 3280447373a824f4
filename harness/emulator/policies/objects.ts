/** An object's own fields; unset ones are missing. */
type Fields = Readonly<Record<string, string>>;

/**
 * The rules of configuration objects (facts: call-bridge-api 3.3, 5.3, 7, 12-17). Those marked "inferred" are defaults of the
 * emulator; no document states them.
 */
export const objectPolicies = {
  /** How many CDR receivers a Call Bridge takes: four by 2.6, shown as `maximum`. */
  'objects.maxCdrReceivers': (): number => 4,

  /** The addresses of a CDR receiver: documents have both `uri` and `url` as the name of the written parameter. */
  'objects.cdrReceiverUri': (written: Fields): string | undefined => written.uri ?? written.url,

  /** Whether an object may be removed that others refer to: it may, though the guide advises against it (inferred). */
  'objects.usedObjectMayBeRemoved': (_type: string): boolean => true,

  /** Whether an object belongs to a list that is asked for with `usageFilter`. */
  'objects.usageMatches': (wanted: 'referenced' | 'unreferenced', used: boolean): boolean =>
    used === (wanted === 'referenced'),

  /** Whether a Call Bridge is refused that has the name of another one. */
  'objects.callBridgeNameIsRefused': (taken: boolean): boolean => taken,
};
