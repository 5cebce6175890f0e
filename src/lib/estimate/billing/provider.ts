/** How a provider charges for Redis. Plain data, so that a user's price list can replace it; see docs/estimate.md. */

/** Which commands are charged for. */
export interface Metering {
  unit: 'command' | 'ECPU';
  /** Commands inside a script are charged `one-by-one` in addition to the script, or are included `with-the-script`. */
  scriptCalls: 'one-by-one' | 'with-the-script';
  /** Commands that cost nothing. */
  free: readonly string[];
  /** How often a writing command counts: once, and once more per read region. */
  writesCount: number;
  /** True when a command may cost several units, depending on its size or time. */
  atLeast: boolean;
  /** How commands are counted, in a few words. */
  title: string;
}

/** A gigabyte in price lists. */
export const GIGABYTE = 1e9;

export interface Plan {
  id: string;
  title: string;
  /** US dollars per month; `null`: depends on a size in the provider's price list. */
  monthly: number | null;
  /** Billable commands per month that are included; `null`: commands are not counted. */
  included: number | null;
  /** US dollars per million more; `null`: beyond the included commands the database refuses. */
  perMillion: number | null;
  /** Maximum bytes of data; `null`: no known limit. */
  dataBytes: number | null;
  /** Monthly price of data beyond the free bytes, and the minimum charged. */
  storage: { perGigabyte: number; freeBytes: number; leastBytes: number } | null;
  /**
   * Included traffic per month in both directions, and the price per further gigabyte; `perGigabyte` `null`: no further traffic.
   * `null`: no known limit.
   */
  bandwidth: { includedBytes: number; perGigabyte: number | null } | null;
  /** Maximum commands per second. */
  perSecond: number | null;
  note: string | null;
}

export interface Provider {
  id: string;
  title: string;
  /** Host names of its databases; absent: not distinctive. */
  hosts?: RegExp;
  /** `null`: commands are not charged for. */
  metering: Metering | null;
  plans: readonly Plan[];
  /** Date of the source, if known: a day, or a month. */
  asOf: string | null;
  source: string;
  note: string | null;
}

/** A month counts as 30 days. */
export const DAYS_A_MONTH = 30;
