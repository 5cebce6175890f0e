/** Key names in a reply, as the bytes that arrived: a string is made only of those names that are asked for. */
export class Names implements Iterable<string> {
  /** The name at each place is these bytes from its start to its end. */
  readonly bytes: Buffer[] = [];
  readonly starts: number[] = [];
  readonly ends: number[] = [];

  /** `texts`: byte strings. */
  static of(texts: Iterable<string>): Names {
    const names = new Names();
    for (const text of texts) names.add(Buffer.from(text, 'latin1'), 0, text.length);
    return names;
  }

  get length(): number {
    return this.ends.length;
  }

  /** The bytes must not change afterwards. */
  add(bytes: Buffer, start: number, end: number): void {
    this.bytes.push(bytes);
    this.starts.push(start);
    this.ends.push(end);
  }

  /** The name at this place as a byte string. */
  at(place: number): string {
    return this.bytes[place]!.toString('latin1', this.starts[place], this.ends[place]);
  }

  *[Symbol.iterator](): IterableIterator<string> {
    for (let place = 0; place < this.length; place++) yield this.at(place);
  }

  /** The first names. */
  first(count: number): Names {
    return count >= this.length ? this : this.filter((place) => place < count);
  }

  filter(keeps: (place: number) => boolean): Names {
    const kept = new Names();
    for (let place = 0; place < this.length; place++)
      if (keeps(place)) kept.add(this.bytes[place]!, this.starts[place]!, this.ends[place]!);
    return kept;
  }
}
