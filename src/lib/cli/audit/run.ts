/** From the audit's flags to its envelope and exit code. */
import { EXIT } from '../../format/errors.js';
import type { AuditData, Finding } from '../../audit/model.js';
import type { Envelope } from '../../report/envelope.js';
import type { Severity } from '../../audit/severity.js';
import { successEnvelope } from '../../report/envelope.js';
import { SEVERITIES } from '../../audit/severity.js';
import { parseNow } from '../flags/clock.js';
import type { AuditFlags } from './flags.js';
import { liveRun } from './live.js';
import { snapshotRun } from './snapshot.js';
import { onInterrupt } from '../base/interrupt.js';
import { offsetGiven } from '../base/offset-given.js';
import { profilesFrom } from '../base/profiles.js';
import { createProgress } from '../base/progress.js';
import { targetTyped, withTarget } from '../base/target-typed.js';

export interface AuditResult {
  envelope: Envelope<AuditData>;
  exitCode: number;
}

export async function auditWith(flags: AuditFlags & { quiet: boolean }, say: (text: string) => void): Promise<AuditResult> {
  const now = parseNow(flags.now);
  // First, since the thread that reads a large snapshot starts while the profiles are loaded.
  const snapshots = flags.rdb ? await snapshotRun(flags, flags.rdb) : null;
  const { profiles, asked } = await profilesFrom(flags.profile);
  const run = snapshots ?? (await liveRun(flags));
  const offset = await offsetGiven(flags);
  const startedAt = performance.now();
  const progress = await createProgress(flags.quiet);
  const interrupt = onInterrupt((text) => {
    progress.stop();
    say(text);
  });
  try {
    const { outcome, target, commands, roundTrips } = await run({
      profiles,
      profilesAsked: asked,
      pattern: flags.pattern === undefined ? null : Buffer.from(flags.pattern, 'utf8').toString('latin1'),
      type: flags.type ?? null,
      limit: flags.limit ?? Infinity,
      now,
      offset,
      showIds: flags['show-ids'],
      signal: interrupt.signal,
      onProgress: (keys, total) => progress.update(keys, total),
    });
    const typed = target === null ? '' : targetTyped(flags);
    const findings = outcome.data.findings.map((finding) => ({ ...finding, fix: withTarget(finding.fix, typed) }));
    const envelope = successEnvelope({
      command: 'audit',
      target,
      data: { ...outcome.data, findings },
      warnings: outcome.warnings,
      spent: { commands, roundTrips, seconds: Math.round(performance.now() - startedAt) / 1000 },
    });
    const failed = isAtLeast(outcome.data.findings, flags['fail-on']);
    return { envelope, exitCode: outcome.exitCode || (failed ? EXIT.findings : EXIT.ok) };
  } finally {
    progress.stop();
    interrupt.release();
  }
}

const isAtLeast = (findings: readonly Finding[], severity: Severity | undefined): boolean =>
  severity !== undefined && findings.some((finding) => SEVERITIES.indexOf(finding.severity) <= SEVERITIES.indexOf(severity));
