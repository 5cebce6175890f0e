/** Quotes any text as one word for a POSIX shell. */
export const shellQuote = (text: string): string => (/^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`);

/** Value of a flag; `undefined`, `null` and `false`: it is not given. */
export type FlagValue = string | number | boolean | readonly string[] | null | undefined;

/** Flags as they are typed, each with its value: one of each for every value of a list. */
export const flagsTyped = (flags: Readonly<Record<string, FlagValue>>): string[] =>
  Object.entries(flags).flatMap(([name, value]) => {
    if (value === undefined || value === null || value === false) return [];
    if (value === true) return [`--${name}`];
    const values = typeof value === 'object' ? value : [String(value)];
    return values.map((text) => `--${name} ${shellQuote(text)}`);
  });
