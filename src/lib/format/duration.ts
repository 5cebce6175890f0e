const UNITS = [
  { name: 'd', seconds: 86_400 },
  { name: 'h', seconds: 3600 },
  { name: 'min', seconds: 60 },
  { name: 's', seconds: 1 },
  { name: 'ms', seconds: 0.001 },
] as const;

/** Formats seconds in the largest fitting unit, with one decimal below ten: `2.5 h`, `7 d`, `45 s`, `350 ms`. */
export function formatDuration(seconds: number): string {
  for (const unit of UNITS) {
    const amount = rounded(seconds / unit.seconds);
    // Rounds before choosing the unit, so that 59.96 s reads as 1 min and not as 60 s.
    if (amount >= 1) return `${amount} ${unit.name}`;
  }
  return '0 s';
}

const rounded = (amount: number): number => {
  const tenths = Math.round(amount * 10) / 10;
  return tenths < 10 ? tenths : Math.round(amount);
};

const PART = String.raw`(\d+(?:\.\d+)?) ?`;
const DURATION = new RegExp(`^(?:${PART}w)? ?(?:${PART}d)? ?(?:${PART}h)? ?(?:${PART}m(?:in)?)? ?(?:${PART}s)? ?(?:${PART}ms)?$`);
const PART_MS = [604_800_000, 86_400_000, 3_600_000, 60_000, 1000, 1];

/**
 * Parses `5ms`, `7d`, `2h30m` or `1.5h` into milliseconds. Units go from weeks to milliseconds, largest first. `null`: not a
 * duration.
 */
export function parseDuration(text: string): number | null {
  const parts = DURATION.exec(text.trim());
  const amounts = parts?.slice(1) ?? [];
  const milliseconds = amounts.reduce((sum, amount, index) => sum + Number(amount ?? 0) * (PART_MS[index] ?? 0), 0);
  if (amounts.every((amount) => amount === undefined) || !Number.isSafeInteger(Math.round(milliseconds))) return null;
  return Math.round(milliseconds);
}
