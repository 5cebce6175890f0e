/** A table of an estimate as data, for every renderer. */

/** How a cell is meant; a renderer without colours leaves it aside. */
export type Tone = 'strong' | 'quiet' | 'good' | 'bad' | 'name';

export type SectionCell = string | { text: string; tone: Tone };

export interface SectionColumn {
  title: string;
  align?: 'right';
  /** On a narrow terminal the lowest number goes first; what has none stays. */
  drop?: number;
}

export interface Section {
  title: string;
  remark: string;
  columns: readonly SectionColumn[];
  rows: readonly (readonly SectionCell[])[];
  /** Rows left out, in words; `null`: none. */
  more: string | null;
  notes: readonly string[];
  /** What is to say of single rows. */
  items: readonly { lead: string; text: string }[];
}

/** A column of figures. */
export const right = (title: string, drop?: number): SectionColumn => ({
  title,
  align: 'right',
  ...(drop !== undefined && { drop }),
});

export const strong = (text: string): SectionCell => ({ text, tone: 'strong' });
export const quiet = (text: string): SectionCell => ({ text, tone: 'quiet' });
