/** The size of each limit: as the user states it, as the application's variables say, or as the application does unless told. */
import type { LimiterRule } from '../../profile/limiters.js';

/** A limit as `--limit GA=360/180s` states it. */
export interface StatedLimit {
  name: string;
  capacity: number;
  /** Seconds; `null`: as otherwise known. */
  window: number | null;
}

export interface RuleSetting {
  /** Requests within a window; `null`: unknown. */
  capacity: number | null;
  /** Seconds; `null`: unknown. */
  window: number | null;
  /** `subject`: each subject has its own. `null`: unknown. */
  from: 'stated' | 'variables' | 'default' | 'subject' | null;
  /** False: it may be set otherwise. */
  certain: boolean;
}

export interface Settings {
  stated: readonly StatedLimit[];
  /** Values of the application's environment variables; `null`: not known. */
  env: Readonly<Record<string, string>> | null;
}

export const NO_SETTINGS: Settings = { stated: [], env: null };

export function settingOf(rule: LimiterRule, { stated, env }: Settings): RuleSetting {
  const usual = { capacity: rule.capacity ?? null, window: rule.window ?? null };
  const own = stated.findLast(({ name }) => name === rule.name);
  if (own) return { capacity: own.capacity, window: own.window ?? usual.window, from: 'stated', certain: true };
  if (rule.limit !== undefined) return { capacity: null, window: null, from: 'subject', certain: true };
  const capacity = positive(env, rule.env?.capacity);
  const window = positive(env, rule.env?.window);
  if (capacity !== null || window !== null)
    return { capacity: capacity ?? usual.capacity, window: window ?? usual.window, from: 'variables', certain: true };
  // Without its variables, an application does as it usually does.
  const certain = rule.env === undefined ? rule.fixed === true : env !== null;
  return { ...usual, from: usual.capacity === null ? null : 'default', certain };
}

/** Applications ignore what is no such number. */
function positive(env: Settings['env'], name: string | undefined): number | null {
  const text = name === undefined ? undefined : env?.[name];
  return text !== undefined && /^[1-9]\d{0,8}$/.test(text.trim()) ? Number(text) : null;
}
