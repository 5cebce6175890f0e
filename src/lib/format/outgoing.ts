/**
 * All output passes through here, whether the operator, the server, a file or a profile supplied it. Removes credentials and
 * anything that looks like a secret, and escapes terminal control characters.
 */
import { maskSecrets } from './redact.js';
import { safeLines, safeText } from './terminal.js';

/** Only hostile input makes longer sentences. */
const LONGEST = 4000;

/** One status line, or one sentence of an error. */
export function outgoingLine(text: string): string {
  const safe = safeText(maskSecrets(text.slice(0, LONGEST)));
  return text.length > LONGEST ? `${safe}…` : safe;
}

/**
 * A copy of plain data without secrets. Keeps line breaks within texts. `safe`: for people, so control characters are escaped
 * too.
 */
export function outgoingData<Data>(data: Data, { safe }: { safe: boolean }): Data {
  const show = safe ? (text: string): string => safeLines(maskSecrets(text)) : maskSecrets;
  return copyOf(data, show) as Data;
}

/** Fields that must stay exact although they look random: server fingerprints, and key names in base64. */
const EXACT = new Set(['fingerprint', 'names']);

function copyOf(value: unknown, show: (text: string) => string): unknown {
  if (typeof value === 'string') return show(value);
  if (Array.isArray(value)) return value.map((item) => copyOf(item, show));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [show(name), EXACT.has(name) ? item : copyOf(item, show)] as const),
  );
}
