/** Runs an audit: from its options to its envelope and exit code. */
import { EXIT } from '../../format/errors.js';
import type { Envelope } from '../../report/envelope.js';
import { wordedAudit, type AuditReport } from '../../report/audit/worded.js';
import { successEnvelope } from '../../report/envelope.js';
import { isAtLeast } from '../../audit/severity.js';
import type { Profile } from '../../profile/types.js';
import { addressTyped } from '../../redis/typed-address.js';
import { en } from '../../report/messages/en.js';
import type { Messages } from '../../report/messages/messages.js';
import type { AuditRequest } from './options.js';
import { liveRun, type CommonOptions } from './live.js';
import { snapshotRun } from './snapshot.js';
import { readingTyped } from '../flags/reading-typed.js';
import { offsetGiven } from '../base/offset-given.js';
import { onceWith, type Once } from '../base/once.js';
import { profilesFrom } from '../base/profiles.js';
import { variablesIn } from '../base/variables.js';

export interface AuditResult {
  envelope: Envelope<AuditReport>;
  exitCode: number;
}

/** `messages`: for the texts in the result. */
export async function auditWith(
  request: AuditRequest,
  say: (text: string) => void,
  messages: Messages = en,
): Promise<AuditResult> {
  return onceWith(request, say, messages.talk, await preparedAudit(request, messages));
}

/** Reports errors of the request before anything is read. The returned function audits once. */
export async function preparedAudit(
  request: AuditRequest,
  messages: Messages = en,
): Promise<(once: Once) => Promise<AuditResult>> {
  const { address, snapshots } = request;
  // Comes first, because the thread that reads a large snapshot starts while the profiles are loaded.
  const reading = snapshots ? await snapshotRun(snapshots, address.database ?? 0) : null;
  const { profiles, asked } = await profilesFrom(request.profiles, messages.language);
  const run = reading ?? (await liveRun(request));
  const offset = await offsetGiven(request.utcOffset, address.envFile);
  const deployed = await deployedByProfile(profiles, address.envFile ?? null);
  const variables = address.envFile === undefined ? undefined : await variablesIn(address.envFile);
  return async (once) => {
    const startedAt = performance.now();
    const { pattern, type, limit, showIds } = request;
    const { outcome, target, commands, roundTrips } = await run({
      profiles,
      profilesAsked: asked,
      pattern,
      type,
      limit,
      offset,
      deployed,
      ...(variables && { variables }),
      showIds,
      ...once,
    });
    const envelope = successEnvelope({
      command: 'audit',
      target,
      data: wordedAudit(
        outcome.data,
        { server: target === null ? '' : addressTyped(address), reading: readingTyped(request) },
        messages,
      ),
      warnings: outcome.warnings,
      spent: { commands, roundTrips, seconds: Math.round(performance.now() - startedAt) / 1000 },
    });
    const failed = isAtLeast(outcome.data.findings, request.failOn);
    return { envelope, exitCode: outcome.exitCode || (failed ? EXIT.findings : EXIT.ok) };
  };
}

/** The same, and adds it to a history. `history`: a file; `null`: none. */
export async function auditAndKeep(
  request: AuditRequest,
  history: string | null,
  say: (text: string) => void,
  messages: Messages = en,
): Promise<AuditResult> {
  if (history === null) return auditWith(request, say, messages);
  const [{ addToHistory }, { checkHistory }] = await Promise.all([
    import('./history.js'),
    import('../../growth/history/file.js'),
  ]);
  await checkHistory(history);
  const result = await auditWith(request, say, messages);
  await addToHistory(history, result, say);
  return result;
}

async function deployedByProfile(
  profiles: readonly Profile[],
  envFile: string | null,
): Promise<NonNullable<CommonOptions['deployed']>> {
  if (envFile === null) return {};
  const { deployedSwitches } = await import('../base/deployed-switches.js');
  const values = profiles.map(async (profile) => [profile.name, (await deployedSwitches(profile, envFile)).values] as const);
  return Object.fromEntries(await Promise.all(values));
}
