import * as Flags from '@oclif/core/flags';

export const diffFlags = {
  'fail-on': Flags.string({
    helpValue: 'CONDITION',
    description:
      'exit 3 if so: growth=10% (any total), keys=10% (the total of that name), new-findings, new-findings=high; may be given more than once',
    multiple: true,
  }),
  output: Flags.string({ char: 'o', helpValue: 'FILE', description: 'write the report to this file instead' }),
};
