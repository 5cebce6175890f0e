import { encodePipeline } from './resp.js';

/** A command without the key that it ends with. */
export interface Question {
  readonly words: readonly string[];
  /** The words encoded, with the number of all arguments before them. */
  readonly head: string;
}

export const question = (...words: string[]): Question => ({
  words,
  head: `*${words.length + 1}\r\n${words.map((word) => `$${word.length}\r\n${word}\r\n`).join('')}`,
});

/** A pipeline of few questions about many keys. No command is an object, since there are millions. */
export class KeyCommands {
  readonly #questions: Question[] = [];
  readonly #keys: string[] = [];
  /** Each of the questions once. */
  readonly distinct: Question[] = [];

  get length(): number {
    return this.#keys.length;
  }

  /** `key`: a byte string. */
  add(asked: Question, key: string): void {
    if (!this.distinct.includes(asked)) this.distinct.push(asked);
    this.#questions.push(asked);
    this.#keys.push(key);
  }

  questionAt(place: number): Question {
    return this.#questions[place]!;
  }

  at(place: number): readonly string[] | undefined {
    const key = this.#keys.at(place);
    return key === undefined ? undefined : [...this.#questions.at(place)!.words, key];
  }

  encode(): Buffer {
    let text = '';
    let [last, tail] = ['', ''];
    for (let place = 0; place < this.#keys.length; place++) {
      const key = this.#keys[place]!;
      if (key !== last || tail === '') [last, tail] = [key, `$${key.length}\r\n${key}\r\n`];
      text += this.#questions[place]!.head + tail;
    }
    return Buffer.from(text, 'latin1');
  }
}

/** Commands that are sent together. */
export type Commands = readonly (readonly string[])[] | KeyCommands;

export const encoded = (commands: Commands): Buffer =>
  commands instanceof KeyCommands ? commands.encode() : encodePipeline(commands);
