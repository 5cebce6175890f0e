import * as Flags from '@oclif/core/flags';

/** The formats of every result. */
export const FACES = ['text', 'json', 'csv', 'tsv', 'markdown', 'html', 'prometheus'] as const;

export type Face = (typeof FACES)[number];

const MACHINES: readonly Face[] = ['json', 'csv', 'tsv'];

export const isForPeople = (face: Face): boolean => !MACHINES.includes(face);

const OUTPUT = 'OUTPUT';

/** How a result is shown. The same for every command. */
export const faceFlags = {
  format: Flags.option({
    options: FACES,
    description:
      'how to print the result: csv and tsv hold one table, markdown and html, one page, all, prometheus metrics (text, or as the ending of -o FILE says)',
    helpGroup: OUTPUT,
  })(),
  json: Flags.boolean({ description: 'print the result as JSON: the same as --format json', helpGroup: OUTPUT }),
  all: Flags.boolean({ description: 'show all sections and rows, not only what fits one screen', helpGroup: OUTPUT }),
  ascii: Flags.boolean({ description: 'draw with ASCII characters only', helpGroup: OUTPUT }),
  section: Flags.string({ helpValue: 'ID', description: 'show one section with all of its rows', helpGroup: OUTPUT }),
};
