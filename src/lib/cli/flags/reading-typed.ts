import { shellQuote } from '../../format/shell.js';

/** The flags that decide how data are read, for another command, each with a space before it. */
export function readingTyped({ profiles, utcOffset }: { profiles: readonly string[]; utcOffset: number | null }): string {
  return [
    ...profiles.filter((spec) => spec !== 'auto').map((spec) => ` --profile ${shellQuote(spec)}`),
    ...(utcOffset === null ? [] : [` --utc-offset ${utcOffset}`]),
  ].join('');
}
