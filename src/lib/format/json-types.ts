/** Parts of results. The schemas take their ranges from here. */

/**
 * A whole number from 0.
 * @asType integer
 * @minimum 0
 */
export type Count = number;

/**
 * A number from 0, such as an average, bytes, seconds or dollars.
 * @minimum 0
 */
export type Amount = number;

/**
 * ISO 8601 in UTC.
 * @pattern ^\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$
 */
export type Instant = string;
