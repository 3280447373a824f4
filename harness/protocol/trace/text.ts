/** A text that was read before, to be recognised where it stands again, by words of eight bytes. */
export class PrintedText {
  /** In bytes. */
  readonly length: number;
  /** The whole text, without blanks at its end or around it as asked. */
  readonly text: string;
  /**
   * Eight bytes each, as numbers that are only compared. Bytes that make no number are equal to nothing, and so is a text with a
   * zero, of which there are two: such a text is merely never recognised.
   */
  readonly #words: number[] = [];
  /** Where the last word begins: it overlaps the one before. */
  readonly #last: number;
  readonly #lastWord: number;

  /** Of at least eight bytes. */
  constructor(data: Buffer, from: number, to: number, text = '') {
    this.length = to - from;
    this.text = text;
    for (let at = from; at + 8 <= to; at += 8) this.#words.push(word(data, at));
    this.#last = this.length - 8;
    this.#lastWord = word(data, to - 8);
  }

  /** Whether it stands here. The view must reach so far. */
  isAt(view: DataView, at: number): boolean {
    if (view.getFloat64(at + this.#last, true) !== this.#lastWord) return false;
    const words = this.#words;
    for (let n = 0; n < words.length; n += 1) if (view.getFloat64(at + 8 * n, true) !== words[n]) return false;
    return true;
  }
}

function word(data: Buffer, at: number): number {
  return data.readDoubleLE(at) || Number.NaN;
}
