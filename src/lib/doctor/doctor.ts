/** `meter doctor`: asks, then judges. Sends nothing that changes a key or a setting. */
import { MeterError } from '../format/errors.js';
import type { CommandGuard } from '../redis/guard.js';
import type { Ledger } from '../redis/ledger.js';
import type { Session } from '../redis/topology.js';
import { checked, skipped } from './check.js';
import { allChecks } from './checks/index.js';
import { recognisedIn } from './facts.js';
import { gather } from './gather.js';
import { CHECKS, type Check, type CheckId, type DoctorData } from './model.js';
import type { DoctorOptions } from './options.js';

/** Throws a MeterError only for what no check can report. */
export async function runDoctor(
  session: Session,
  access: { guard: CommandGuard; ledger: Ledger },
  options: DoctorOptions,
): Promise<DoctorData> {
  const facts = await gather(session, access, options);
  const { product, version, nodes } = facts.server;
  return {
    now: options.now.toISOString(),
    server: { product, version, nodes },
    applications: (recognisedIn(facts)?.profiles ?? []).map(({ compiled: { profile }, release }) => ({
      name: profile.name,
      title: profile.title,
      version: release.from,
      upTo: release.to,
    })),
    checks: allChecks(facts),
    rights: facts.rights ?? [],
    partial: facts.ended,
  };
}

/** The result for a server that cannot be reached. */
export function unreachable(error: Pick<MeterError, 'code' | 'message' | 'suggestions'>, now: Date): DoctorData {
  const failed = checked('connect', 'fail', [{ code: 'not-connected', params: { message: error.message } }], {
    advice: { code: 'suggested', params: { suggestions: [...error.suggestions] } },
  });
  const others = (Object.keys(CHECKS) as CheckId[])
    .filter((id) => id !== 'connect')
    .map((id): Check => skipped(id, { code: 'no-connection', params: { error: error.code } }));
  return { now: now.toISOString(), server: null, applications: [], checks: [failed, ...others], rights: [], partial: null };
}
