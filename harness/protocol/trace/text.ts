/** A text that was read before, to be recognised where it stands again, by words of four bytes. */
export class PrintedText {
  /** In bytes. */
  readonly length: number;
  /** The whole text, without blanks at its end or around it as asked. */
  readonly text: string;
  readonly #words: number[] = [];
  /** Where the last word begins: it overlaps the one before. */
  readonly #last: number;
  readonly #lastWord: number;

  /** Of at least four bytes. */
  constructor(data: Buffer, from: number, to: number, text = '') {
    this.length = to - from;
    this.text = text;
    for (let at = from; at + 4 <= to; at += 4) this.#words.push(data.readInt32LE(at));
    this.#last = this.length - 4;
    this.#lastWord = data.readInt32LE(to - 4);
  }

  /** Whether it stands here. The view must reach so far. */
  isAt(view: DataView, at: number): boolean {
    if (view.getInt32(at + this.#last, true) !== this.#lastWord) return false;
    const words = this.#words;
    for (let n = 0; n < words.length; n += 1) if (view.getInt32(at + 4 * n, true) !== words[n]) return false;
    return true;
  }
}
