/** A pair of a form body. */
export interface FormPair {
  name: string;
  value: string;
  /** Nothing between two `&`. */
  empty: boolean;
}

/** How the parts of a form body are read. */
export interface FormRules {
  split(body: string): string[];
  decodePlus(text: string): string;
  decodePercent(text: string): string;
}

/** Reads an `application/x-www-form-urlencoded` body, or a query, pair by pair in its order; an empty text has none. */
export function readForm(body: string, rules: FormRules): FormPair[] {
  if (body === '') return [];
  const decode = (text: string) => rules.decodePercent(rules.decodePlus(text));
  return rules.split(body).map((pair) => {
    const at = pair.indexOf('=');
    return {
      name: decode(at < 0 ? pair : pair.slice(0, at)),
      value: decode(at < 0 ? '' : pair.slice(at + 1)),
      empty: pair === '',
    };
  });
}
