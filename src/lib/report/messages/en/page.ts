import { formatCounted } from '../../../format/number.js';
import type { PageMessages } from '../page.js';

export const page: PageMessages = {
  lang: 'en',
  contents: 'Contents',
  theme: { label: 'Theme', system: 'of the system', light: 'light', dark: 'dark' },
  filter: 'Filter',
  counted: '{shown} of {all} shown',
  showAll: 'Show all {all}',
  showFewer: 'Show fewer',
  partial: 'Partial report',
  figures: 'Figures',
  least: 'least',
  most: 'most',
  others: (count) => formatCounted(count, 'other', 'others'),
  folded: (count, section) =>
    `${formatCounted(count, 'row is', 'rows are')} not on this page, which holds 5 MB at most.${section === null ? ' --format json has every row.' : ` --format csv --section ${section} has every row.`}`,
  about: { title: 'About this report', program: 'Made by', target: 'Target', made: 'Made at' },
};
