interface TypeCount {
  readonly type: string;
  keys: number;
}

/** Counts keys by type. There are few types, and nearly all keys of a family have the same type. */
export class TypeCounts {
  readonly #counts: TypeCount[] = [];
  #latest: TypeCount | null = null;

  add(type: string, keys = 1): void {
    if (this.#latest?.type !== type) this.#latest = this.#counts.find((known) => known.type === type) ?? this.#begin(type);
    this.#latest.keys += keys;
  }

  #begin(type: string): TypeCount {
    const count = { type, keys: 0 };
    this.#counts.push(count);
    return count;
  }

  merge(other: TypeCounts): void {
    for (const { type, keys } of other.#counts) this.add(type, keys);
  }

  /** Most keys first; among equals, the type that occurred first. */
  get sorted(): readonly TypeCount[] {
    return [...this.#counts].sort((a, b) => b.keys - a.keys);
  }
}
