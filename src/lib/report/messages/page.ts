/** The words of a page around the report itself, in any language. */
export interface PageMessages {
  /** Language of the page, as in HTML's `lang`. */
  lang: string;
  contents: string;
  theme: { label: string; system: string; light: string; dark: string };
  filter: string;
  /** `{shown}` and `{all}` are replaced by numbers on the page. */
  counted: string;
  /** `{all}` is replaced by a number on the page. */
  showAll: string;
  showFewer: string;
  partial: string;
  /** The title of a table with the figures of a drawing. */
  figures: string;
  /** Bounds of a forecast. */
  least: string;
  most: string;
  others: (count: number) => string;
  /** Why rows are not on the page. `section`: the id of a table that CSV has; `null`: none. */
  folded: (count: number, section: string | null) => string;
  about: { title: string; program: string; target: string; made: string };
}
