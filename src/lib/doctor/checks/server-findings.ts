/** What an audit reports of the server, for the checks about the same. */
import type { Finding, FindingCode } from '../../audit/finding.js';
import type { HeldFamily, ServerContext } from '../../audit/findings/context.js';
import { findingsOfServer } from '../../audit/findings/of-server.js';
import type { TtlPolicy } from '../../profile/types.js';
import { marginMs } from '../../recognise/utc-offset.js';
import { recognisedIn, type DoctorFacts } from '../facts.js';

/** The findings with these codes. */
export type Findings = (...codes: readonly FindingCode[]) => Finding[];

export function findingsFor(facts: DoctorFacts): Findings {
  const recognised = recognisedIn(facts);
  const offset = recognised?.offset ?? { utcOffset: 0, offsetFrom: 'default' as const };
  const context: ServerContext = {
    server: facts.server,
    profiles: recognised?.profiles ?? [],
    families: recognised === null ? [] : heldFamilies(recognised),
    clock: { now: facts.options.now.getTime(), utcOffset: offset.utcOffset, marginMs: marginMs(offset) },
  };
  const all = findingsOfServer(context);
  return (...codes) => all.filter(({ code }) => codes.includes(code));
}

const heldFamilies = ({ presence }: NonNullable<ReturnType<typeof recognisedIn>>): HeldFamily[] =>
  presence.claims.map(({ claim: { stats }, owner }) => ({
    owner,
    stats,
    row: {
      keys: stats.keys,
      valueClass: owner?.family.valueClass ?? null,
      profile: owner?.profile.name ?? null,
      ttlPolicy: owner === null ? null : policyOf(owner.family.ttl),
      grain: owner?.family.grain ?? 'none',
    },
  }));

const policyOf = (ttl: TtlPolicy): HeldFamily['row']['ttlPolicy'] => ({
  expires: ttl.expires,
  seconds: ttl.expires ? (ttl.seconds ?? null) : null,
});
