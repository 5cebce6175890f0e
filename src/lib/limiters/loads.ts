/** The connections that the limiters here, and whole requests, hold. */
import { flowsOf } from '../estimate/flows.js';
import { loadOf } from '../estimate/totals.js';
import { workloadOf } from '../estimate/workload.js';
import { printable } from '../format/terminal.js';
import type { Read } from './input.js';
import type { PoolData } from './model.js';
import { poolOf, type Held } from './pool.js';

export function poolIn({ asked, present, gathered, says, recognised }: Read): PoolData | null {
  if (!asked.pool) return null;
  const { compiled } = present[0] ?? {};
  const rows = [...gathered.rules.values()].filter(({ rule }) => rule.ready.profile === compiled || !compiled);
  const held: Held[] = rows.map(({ rule }) => ({
    rule: rule.rule.name,
    title: printable(rule.rule.title),
    roundTrips: rule.ready.limiter.checks[0]!.roundTrips,
  }));
  const release = recognised.profiles.find((each) => each.compiled === compiled)?.release.from ?? null;
  const profile = compiled?.profile;
  const whole = profile?.operations
    ? loadOf(flowsOf(profile, release, workloadOf(profile), asked.settings.env ?? {})).perRequest.roundTrips
    : 0;
  return poolOf({
    asked: asked.pool,
    client: profile?.client ?? null,
    env: asked.settings.env,
    maxclients: says.maxclients,
    connected: says.connected,
    held: [...held, ...(whole > 0 ? [{ rule: null, title: 'a whole request', roundTrips: whole }] : [])],
  });
}
