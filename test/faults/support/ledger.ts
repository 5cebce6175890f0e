/** What was counted: what the server has acknowledged is certain; what it was given when it was killed may have been counted or not. */

/** Figures are in millionths. */
const UNIT = 1_000_000n;

export function millionths(text: string | null): bigint {
  if (text === null) return 0n;
  const [, sign, whole, part = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text) ?? [];
  if (whole === undefined) throw new Error(`not a figure: ${text}`);
  const value = BigInt(whole) * UNIT + BigInt(part.slice(0, 6).padEnd(6, '0'));
  return sign === '-' ? -value : value;
}

export interface Figure {
  key: string;
  /** `null`: the key is a string. */
  field: string | null;
  certain: bigint;
  /** At most so much more. */
  unsure: bigint;
}

/** Elements of a list, the newest first, or ids of a stream. */
export interface Elements {
  key: string;
  kind: 'list' | 'stream';
  certain: string[];
  unsure: Set<string>;
}

export class Ledger {
  readonly #figures = new Map<string, Figure>();
  readonly #elements = new Map<string, Elements>();

  get figures(): Figure[] {
    return [...this.#figures.values()];
  }

  get elements(): Elements[] {
    return [...this.#elements.values()];
  }

  count(key: string, field: string | null, amount: bigint, isCertain = true): void {
    const id = JSON.stringify([key, field]);
    const figure = this.#figures.get(id) ?? { key, field, certain: 0n, unsure: 0n };
    this.#figures.set(id, figure);
    if (isCertain) figure.certain += amount;
    else figure.unsure += amount;
  }

  /** As the newest. */
  put(key: string, kind: Elements['kind'], element: string, isCertain = true): void {
    const own = this.#elements.get(key) ?? { key, kind, certain: [], unsure: new Set<string>() };
    this.#elements.set(key, own);
    if (isCertain) own.certain.unshift(element);
    else own.unsure.add(element);
  }
}
