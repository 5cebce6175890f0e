import * as Flags from '@oclif/core/flags';
import type { Rule } from './contradictions.js';

/** The result of an earlier run, to compare this one with. */
export const compareTo = (...aliases: string[]) =>
  Flags.string({
    helpValue: 'FILE',
    description: 'print what has changed since this result of an earlier run (written with --json), as meter diff does',
    aliases,
  });

/** A condition on the difference. */
export const CHANGE_CONDITIONS = 'with --compare-to: exit 3 if growth=10%, new-findings or another condition of meter diff holds';

/** For verbs whose `--fail-on` is only about the difference. */
export const NEEDS_COMPARE_TO: Rule = {
  flags: ['fail-on'],
  without: ['compare-to'],
  message: () => '--fail-on needs --compare-to.',
  advice: 'Name the result of an earlier run: --compare-to FILE',
};
