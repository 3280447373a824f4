import type { EmulatedNode } from '../../kernel/node.ts';
import type { ListedValue } from '../../policies/mmp.ts';

/** A component's settings by the key under which its listing shows them; what is unset is absent. */
export type ListedSettings = Record<string, string>;

/** The settings of `webbridge3`, `callbridge` or `webadmin` as kept by the node. */
export function listedSettings(node: EmulatedNode, component: string): ListedSettings {
  return node.settings.get<ListedSettings>(component) ?? {};
}

/** Changes settings; null unsets one. */
export function changeListed(node: EmulatedNode, component: string, changes: Record<string, string | null>): void {
  const merged = Object.entries({ ...listedSettings(node, component), ...changes });
  node.settings.set(component, Object.fromEntries(merged.filter(([, value]) => value !== null)));
}

/** A listing's lines for the given keys; `defaults` hold for unset values that don't print `none`. */
export function listingLines(
  node: EmulatedNode,
  keys: readonly { key: string; width: number }[],
  values: ListedSettings,
  defaults: ListedSettings,
): string[] {
  const { policies } = node.cluster;
  return keys.map(({ key, width }) => {
    const entry: ListedValue = { key, width, value: values[key] ?? defaults[key] ?? policies['mmp.noneWord']() };
    return policies['mmp.listingLine'](entry);
  });
}
