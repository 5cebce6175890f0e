/** Parts of key names between colons. Most come again and again: whoever reads many names keeps one object for each text, and with it what has been found out about it. */
export class Segment {
  /** What it fits, by the `SegmentKinds` of the one reader that it belongs to; `null`: it has come once, and nobody has looked. */
  kind: number | null = null;
  hasCome = false;

  constructor(readonly text: string) {}
}

export const textOf = ({ text }: Segment): string => text;
