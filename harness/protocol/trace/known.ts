import type { PrintedText } from './text.ts';

/** So many lines of a document are recognised. */
const recognised = 200;

/** The first line of an answer: `status` and the `size` of its document in bytes. */
export interface AnswerLine {
  /** What stood in the log. */
  text: PrintedText;
  status: number;
  size: number;
}

/** What is known of the answers to GET at a path: the next one is likely to be the same. */
export class KnownDocument {
  /** First line of the last answer. */
  answer: AnswerLine | null = null;
  /** Whether the lines themselves are of use; else `lines` is empty. */
  readonly isKept: boolean;
  readonly lines: string[];
  /** What stood in the log of the first lines. */
  readonly texts: (PrintedText | null)[];

  constructor(isKept: boolean, lines: string[] = [], texts: (PrintedText | null)[] = []) {
    this.isKept = isKept;
    this.lines = lines;
    this.texts = texts;
  }

  /** Adds a line to the end. */
  push(line: string, text: PrintedText | null): void {
    this.lines.push(line);
    if (this.texts.length < recognised) this.texts.push(text);
  }

  /** What stood in the log of this line, where the lines aren't kept. */
  note(place: number, text: PrintedText): void {
    if (place < recognised) this.texts[place] = text;
  }

  /** Another one that begins with so many of the lines. */
  beginning(lines: number): KnownDocument {
    const other = new KnownDocument(this.isKept, this.lines.slice(0, lines), this.texts.slice(0, lines));
    other.answer = this.answer;
    return other;
  }
}
