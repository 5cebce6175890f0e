/** From the audit's flags to its envelope and exit code. */
import { EXIT, usageError } from '../format/errors.js';
import type { Profile } from '../profile/types.js';
import type { AuditData, Envelope, Finding, Severity } from '../report/model.js';
import { successEnvelope } from '../report/envelope.js';
import { SEVERITIES } from '../report/style.js';
import { parseNow } from './clock-flags.js';
import type { AuditFlags } from './audit-flags.js';
import { connect, targetFrom, targetInfo } from './connect.js';
import { onInterrupt } from './interrupt.js';
import { durationOf } from './duration-flag.js';
import { createProgress } from './progress.js';

export interface AuditResult {
  envelope: Envelope<AuditData>;
  exitCode: number;
}

/** `commandIds`: the commands of this release, since a finding may name one that is still to come. */
export async function auditWith(
  flags: AuditFlags & { quiet: boolean },
  commandIds: readonly string[],
  say: (text: string) => void,
): Promise<AuditResult> {
  const now = parseNow(flags.now);
  const maxLatencyMs = durationOf('max-latency', flags['max-latency']);
  const { profiles, asked } = await profilesFrom(flags.profile);
  const { target, databases } = await targetFrom(flags);
  const startedAt = performance.now();
  const [{ readOnlyGuard }, { openLedger }, { runAudit }] = await Promise.all([
    import('../redis/guard.js'),
    import('../redis/ledger.js'),
    import('../audit/audit.js'),
  ]);
  const progress = await createProgress(flags.quiet);
  const interrupt = onInterrupt((text) => {
    progress.stop();
    say(text);
  });
  const access = { guard: readOnlyGuard(), ledger: openLedger(flags['max-commands'] ?? Infinity) };
  try {
    const session = await connect(target, { ...access, signal: interrupt.signal });
    try {
      const outcome = await runAudit(session, access, {
        profiles,
        profilesAsked: asked,
        exact: flags.exact,
        pattern: flags.pattern === undefined ? null : Buffer.from(flags.pattern, 'utf8').toString('latin1'),
        type: flags.type ?? null,
        limit: flags.limit ?? Infinity,
        databases,
        maxLatencyMs,
        lengths: flags.lengths,
        now,
        utcOffset: flags['utc-offset'] ?? null,
        showIds: flags['show-ids'],
        signal: interrupt.signal,
        onProgress: (keys, total) => progress.update(keys, total),
      });
      const { commands, roundTrips } = access.ledger;
      const envelope = successEnvelope({
        command: 'audit',
        target: targetInfo(session, databases),
        data: outcome.data,
        warnings: [...outcome.warnings, ...commandsToCome(outcome.data.findings, commandIds)],
        spent: { commands, roundTrips, seconds: Math.round(performance.now() - startedAt) / 1000 },
      });
      const failed = isAtLeast(outcome.data.findings, flags['fail-on']);
      return { envelope, exitCode: outcome.exitCode || (failed ? EXIT.findings : EXIT.ok) };
    } finally {
      progress.stop();
      session.close();
    }
  } finally {
    interrupt.release();
  }
}

function commandsToCome(findings: readonly Finding[], commandIds: readonly string[]): string[] {
  const named = findings.flatMap(({ fix }) => [...fix.matchAll(/\bmeter ([a-z-]+)/g)].map(([, verb]) => verb!));
  const missing = [...new Set(named)].filter((verb) => !commandIds.includes(verb)).sort();
  return missing.length === 0 ? [] : [`Not in this release yet: ${missing.map((verb) => `meter ${verb}`).join(', ')}.`];
}

const isAtLeast = (findings: readonly Finding[], severity: Severity | undefined): boolean =>
  severity !== undefined && findings.some((finding) => SEVERITIES.indexOf(finding.severity) <= SEVERITIES.indexOf(severity));

async function profilesFrom(specs: readonly string[]): Promise<{ profiles: Profile[]; asked: boolean }> {
  if (specs.includes('auto')) {
    if (specs.length > 1) throw usageError('--profile auto cannot be joined with other profiles.', 'Leave auto out.');
    const { builtinProfiles } = await import('../profile/builtin/index.js');
    return { profiles: await builtinProfiles(), asked: false };
  }
  const { loadProfile } = await import('../profile/load.js');
  return { profiles: await Promise.all(specs.map((spec) => loadProfile(spec))), asked: true };
}
