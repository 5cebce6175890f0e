import { Chalk, type ChalkInstance } from 'chalk';
import type { Severity } from '../../audit/severity.js';

/**
 * Whether output may be coloured. `flag` is `--color` or `--no-color`, and decides when given; then FORCE_COLOR, NO_COLOR and
 * TERM=dumb, in this order; else a terminal is coloured and a pipe is not.
 */
export function decideColor(input: {
  flag: boolean | undefined;
  env: Record<string, string | undefined>;
  isTTY: boolean;
}): boolean {
  const { FORCE_COLOR, NO_COLOR, TERM } = input.env;
  if (input.flag !== undefined) return input.flag;
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
  if (NO_COLOR !== undefined && NO_COLOR !== '') return false;
  return TERM !== 'dumb' && input.isTTY;
}

/** The 16 basic colours follow the reader's terminal theme; level 0 writes no escape sequence at all. */
export const createStyle = (color: boolean): ChalkInstance => new Chalk({ level: color ? 1 : 0 });

export const severityPaint = (style: ChalkInstance, severity: Severity): ChalkInstance =>
  ({ high: style.red.bold, medium: style.yellow.bold, low: style.cyan })[severity];
