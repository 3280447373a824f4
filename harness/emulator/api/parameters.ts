import { exists, type FieldModel, type NodeModel } from '../../protocol/api/model.ts';
import { missingReason } from '../../protocol/api/tree.ts';
import { canonicalValue } from '../../protocol/api/validate.ts';
import type { FormPair } from '../../protocol/form.ts';
import type { FailureReason } from '../policies/api.ts';
import { type ApiContext, Refusal } from './context.ts';
import type { Changes } from './resources.ts';

/**
 * The fields that a body writes. Names that the object doesn't have, or not for this write, mean nothing; of a repeated name
 * the last one counts (inferred). Throws Refusal for values that the model doesn't allow.
 */
export function readChanges(
  context: ApiContext,
  node: NodeModel,
  pairs: readonly FormPair[],
  write: 'create' | 'modify',
): Changes {
  const { policies } = context;
  const changes: Changes = {};
  const refused: FailureReason[] = [];
  for (const pair of pairs) {
    if (pair.empty) {
      if (policies['api.emptyPairIsRefused']()) refused.push(policies['api.parameterError']('', 'invalidValue'));
      continue;
    }
    const field = node.fields.find(
      (candidate) => candidate.name === pair.name && exists(candidate, context.node.version),
    );
    const writable = field?.written === 'always' || field?.written === write;
    if (!field || (!writable && policies['api.unwritableIsIgnored'](node.type, field.name, write))) {
      if (policies['api.unknownParameterIsRefused'](node.type, pair.name)) {
        refused.push(policies['api.parameterError'](pair.name, 'invalidValue'));
      }
      continue;
    }
    const value =
      pair.value === ''
        ? policies['api.emptyValue'](node.type, field.name)
        : accepted(context, node, field, pair.value);
    if (typeof value === 'object' && value !== null) refused.push(value);
    else if (value !== null) changes[field.name] = value;
  }
  const [first, ...others] = refused;
  if (first) throw new Refusal(first, ...others);
  const missing = write === 'create' && node.fields.find((field) => field.required && !changes[field.name]);
  if (missing && policies['api.requiredIsDemanded'](node.type, missing.name))
    throw new Refusal(policies['api.parameterError'](missing.name, 'missing'));
  return changes;
}

/** The text to be kept, or why it is refused. */
function accepted(context: ApiContext, node: NodeModel, field: FieldModel, value: string): string | FailureReason {
  const { policies } = context;
  const canonical = canonicalValue(field.type, value, {
    booleanOf: policies['api.booleanOf'],
    uriIsValid: policies['spaces.uriIsValid'],
    uriGeneratorIsValid: policies['templates.uriGeneratorIsValid'],
    mappingIsValid: (mapping, part) =>
      policies['bulk.mappingIsValid'](mapping, part) || !policies['bulk.brokenMappingIsRefused'](),
    ldapMappingIsValid: policies['ldap.mappingIsValid'],
  });
  if (canonical === null && policies['api.invalidValueIsRefused'](node.type, field.name)) {
    return policies['api.parameterError'](field.name, 'invalidValue');
  }
  let text = canonical ?? value;
  if (field.type.kind === 'mapping') text = policies['bulk.storedMapping'](text, field.type.part);
  if (field.type.kind === 'id') {
    text = policies['api.idOf'](text);
    const { of, checked } = field.type;
    if (checked && !context.objects.get(of, text) && policies['api.missingReferenceIsRefused'](node.type, field.name)) {
      return { name: policies['api.missingObjectReason'](of, missingReason(of)), attributes: {} };
    }
  }
  return policies['api.storedText'](node.type, field.name, text);
}
