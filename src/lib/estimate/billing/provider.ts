/** How a provider charges for Redis. Data, so that a price list of one's own can take its place; see docs/estimate.md. */

/** Which commands are charged for. */
export interface Metering {
  unit: 'command' | 'ECPU';
  /** What a script calls is charged for `one-by-one` beside the script itself, or comes `with-the-script`. */
  scriptCalls: 'one-by-one' | 'with-the-script';
  /** Commands that cost nothing. */
  free: readonly string[];
  /** How often a writing command counts: once, and once more for each region that is read from. */
  writesCount: number;
  /** True where a command may cost more units than one, by its size or its time. */
  atLeast: boolean;
  /** How commands are counted, in a few words. */
  title: string;
}

/** A gigabyte of price lists. */
export const GIGABYTE = 1e9;

export interface Plan {
  id: string;
  title: string;
  /** US dollars a month; `null` where it depends on a size that only the price list of the provider knows. */
  monthly: number | null;
  /** Billable commands a month that are included; `null`: commands are not counted. */
  included: number | null;
  /** US dollars for a million more; `null`: beyond what is included the database refuses. */
  perMillion: number | null;
  /** Bytes of data that it holds; `null`: no limit that is known. */
  dataBytes: number | null;
  /** What data costs by the month beyond what is free, and how much is charged for at least. */
  storage: { perGigabyte: number; freeBytes: number; leastBytes: number } | null;
  /** Traffic a month, both ways, that is included, and what a gigabyte more costs; `perGigabyte` `null`: there is no more. `null`: no limit that is known. */
  bandwidth: { includedBytes: number; perGigabyte: number | null } | null;
  /** Commands that may be sent in a second. */
  perSecond: number | null;
  note: string | null;
}

export interface Provider {
  id: string;
  title: string;
  /** Host names of its databases; absent where they tell nothing. */
  hosts?: RegExp;
  /** `null`: no command is charged for. */
  metering: Metering | null;
  plans: readonly Plan[];
  /** When the source said so, as far as that is known: a day, or a month. */
  asOf: string | null;
  source: string;
  note: string | null;
}

/** A month is taken to be 30 days, whatever the calendar says. */
export const DAYS_A_MONTH = 30;
