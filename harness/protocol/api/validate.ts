import type { FieldType } from './model.ts';

/** Checks that depend on decisions of the server. */
export interface ValueRules {
  booleanOf(text: string): string | null;
  uriIsValid(text: string): boolean;
  uriGeneratorIsValid(text: string): boolean;
  mappingIsValid(text: string, part: 'name' | 'uri' | 'callId'): boolean;
  ldapMappingIsValid(text: string): boolean;
}

/** The canonical text of a non-empty value, or null when the field's type doesn't allow it. */
export function canonicalValue(type: FieldType, value: string, rules: ValueRules): string | null {
  switch (type.kind) {
    case 'text':
      return type.maxLength === undefined || Array.from(value).length <= type.maxLength ? value : null;
    case 'boolean':
      return rules.booleanOf(value);
    case 'number':
      if (!/^\d{1,10}$/.test(value)) return null;
      return Number(value) >= type.minimum && Number(value) <= type.maximum ? String(Number(value)) : null;
    case 'digits':
      return /^\d+$/.test(value) ? value : null;
    case 'uri':
      return rules.uriIsValid(value) ? value : null;
    case 'uriGenerator':
      return rules.uriGeneratorIsValid(value) ? value : null;
    case 'url':
      return /^[a-z][a-z0-9+.-]*:\/\/\S+$/i.test(value) ? value : null;
    case 'pattern':
      return type.like.test(value) ? value : null;
    case 'choice':
      return type.values.includes(value) ? value : null;
    case 'mapping':
      return rules.mappingIsValid(value, type.part) ? value : null;
    case 'ldapMapping':
      return rules.ldapMappingIsValid(value) ? value : null;
    case 'id':
      return value;
  }
}
