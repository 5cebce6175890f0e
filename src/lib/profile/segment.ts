/** A part of a key name between colons. Interned: readers keep one object per distinct text and cache match results on it. */
export class Segment {
  /** Cached kind from its reader's `SegmentKinds`; `null`: occurred once, not yet classified. */
  kind: number | null = null;
  hasCome = false;

  constructor(readonly text: string) {}
}

export const textOf = ({ text }: Segment): string => text;
