/**
 * The limiters of an application: how each counts, what its window and capacity are, what one check sends, and what is known to be
 * wrong with it.
 */

/** How a limiter counts, which decides how "used" is read. */
export type Counting =
  /**
   * A list of the times of requests, the newest first. Those within the window count, whatever the length is. `times`: whether the
   * application writes its local time or UTC.
   */
  | { kind: 'list-log'; times: 'local' | 'utc' }
  /** A number that begins with the first request of a window and expires with the window. */
  | { kind: 'fixed-window' }
  /** The same, but the number stays: it counts while a key of the family `start`, a time in ms, is younger than the window. */
  | { kind: 'started-window'; start: string }
  /**
   * A hash with the tokens left, and the second in which they were counted. It holds capacity × window seconds, gets as many tokens a
   * second as the capacity is, and a request takes as many as the window has seconds.
   */
  | { kind: 'token-bucket'; tokens: string; at: string }
  /** A sorted set of requests under way. The scores are the ends of their leases, in ms. */
  | { kind: 'leases' }
  /** Counts in a way that cannot be read without settings of its own, such as a time in an own calendar. */
  | { kind: 'other'; note: string };

/** One limit of a limiter. */
export interface LimiterRule {
  /** As `--limit NAME=360/180s` names it. */
  name: string;
  /** Such as `API calls`. */
  title: string;
  /** The text of the limiter's placeholder `mark`. */
  mark?: string;
  /** Requests in a window, and seconds of a window, unless set otherwise. Absent: unknown. */
  capacity?: number;
  window?: number;
  /** Environment variables that set them. */
  env?: { capacity?: string; window?: string };
  /** What sets them, if no variable does. */
  setIn?: string;
  /** They are in the source of the application, and cannot be set. */
  fixed?: true;
  /** A limit of the profile's `limits`, whose value is each subject's own. */
  limit?: string;
}

/** What one check sends. */
export interface LimiterCheck {
  /** Such as `allowed`. */
  when: string;
  /** Commands of the client, in order. */
  commands: readonly string[];
  /** Commands that a script calls. */
  inScript?: readonly string[];
  roundTrips: number;
}

/** `memory`: each process goes on with a count of its own. `caller`: whoever calls the library decides. */
export type FailurePolicy = 'open' | 'closed' | 'memory' | 'caller';

export interface Limiter {
  /** Kebab-case words joined by dots. Limiters of different releases may have the same. */
  id: string;
  /** The family of the keys that count. */
  family: string;
  /** The placeholder that says who is limited. */
  subject: string;
  /** The placeholder that says which rule a key belongs to. Texts that no rule names are limits of unknown size. */
  mark?: string;
  rules: readonly LimiterRule[];
  counting: Counting;
  /** The most usual case first. */
  checks: readonly LimiterCheck[];
  /** What requests at once get through, as a sentence. Absent: test and count are one step. */
  race?: string;
  /** What a denied request does: counts like others, sets the TTL again, or changes nothing. */
  denials: 'count' | 'extend' | 'nothing';
  onError: { policy: FailurePolicy; note: string };
  /** The client loads its script once, and fails after the server has lost it. */
  loadsOnce?: true;
  /** What the values of the keys look like, where others use such names too. */
  sign?: 'count' | 'seconds-since-2017';
  /** Known faults, as sentences. */
  faults?: readonly string[];
  /** First and last release that counts like this, inclusive. */
  since?: string;
  until?: string;
}
