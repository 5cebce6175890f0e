/**
 * The one place that what leaves the program passes, whoever wrote it: operator, server, file or profile. No credential and nothing that
 * has the shape of a secret goes out, and nothing that a terminal would obey.
 */
import { maskSecrets } from './redact.js';
import { safeLines, safeText } from './terminal.js';

/** Longer sentences come from hostile input only. */
const LONGEST = 4000;

/** One line of talk, or one sentence of a failure. */
export function outgoingLine(text: string): string {
  const safe = safeText(maskSecrets(text.slice(0, LONGEST)));
  return text.length > LONGEST ? `${safe}…` : safe;
}

/** A copy of plain data that holds no secret; lines in its texts stay lines. `safe`: for people, so that controls are escaped as well. */
export function outgoingData<Data>(data: Data, { safe }: { safe: boolean }): Data {
  const show = safe ? (text: string): string => safeLines(maskSecrets(text)) : maskSecrets;
  return copyOf(data, show) as Data;
}

/** Exact by nature, and random text: what tells one server from another, and key names in base64. */
const EXACT = new Set(['fingerprint', 'names']);

function copyOf(value: unknown, show: (text: string) => string): unknown {
  if (typeof value === 'string') return show(value);
  if (Array.isArray(value)) return value.map((item) => copyOf(item, show));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [show(name), EXACT.has(name) ? item : copyOf(item, show)] as const),
  );
}
