/** Distinguished names as far as their order below each other goes: case and blanks around `,` and `=` don't count. */

/** A name in the form in which names can be compared. */
export function normalDn(dn: string): string {
  return splitDn(dn)
    .map((rdn) =>
      rdn
        .trim()
        .replace(/\s*=\s*/, '=')
        .toLowerCase(),
    )
    .join(',');
}

/** Whether `dn` is `base` or stands below it. The empty base is above every name. */
export function isBelow(dn: string, base: string): boolean {
  const [own, above] = [normalDn(dn), normalDn(base)];
  return above === '' || own === above || own.endsWith(`,${above}`);
}

/** The name of the entry above; empty for the topmost one. */
export function parentDn(dn: string): string {
  return splitDn(normalDn(dn)).slice(1).join(',');
}

/** The parts of a name; a comma after a backslash belongs to its part. */
function splitDn(dn: string): string[] {
  return dn === '' ? [] : dn.split(/(?<!\\),/);
}
