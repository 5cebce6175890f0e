/** Runs `meter export`: from its options to the archive. */
import { EXIT } from '../../format/errors.js';
import { shellQuote } from '../../format/shell.js';
import type { ArchiveHead } from '../../change/archive/record.js';
import type { ArchiveWriter } from '../../change/archive/writer.js';
import type { Exported } from '../../change/export/export.js';
import { compileProfile } from '../../profile/classify.js';
import { familyIdNamed } from '../../profile/family-named.js';
import { fingerprintOf } from '../../redis/fingerprint.js';
import { keysAtStart } from '../../redis/database-keys.js';
import { infoField } from '../../redis/info.js';
import type { Session } from '../../redis/topology.js';
import type { Recognised } from '../../recognise/recognise.js';
import { successEnvelope, type Outcome } from '../../report/envelope.js';
import type { ExportData } from '../../change/export/model.js';
import { connect, targetFrom } from '../base/connect.js';
import { addressTyped } from '../../redis/typed-address.js';
import { targetInfo } from '../../redis/target-info.js';
import type { ExportRequest } from './options.js';
import { onInterrupt } from '../base/interrupt.js';
import { offsetGiven } from '../base/offset-given.js';
import { profilesFrom } from '../base/profiles.js';
import { createProgress } from '../base/progress.js';
import type { Messages } from '../../report/messages/messages.js';
import type { Notice } from '../../report/messages/notices.js';
import { failureNotice } from '../../change/notices.js';
import { plainMessage } from '../../format/message.js';

/** Share of the allowed commands that the survey may use. */
const LOOK_SHARE = 0.1;

export interface ExportTalk {
  say(text: string): void;
  quiet: boolean;
  meterVersion: string;
  messages: Messages;
}

export type ExportResult = Outcome<ExportData>;

export async function exportWith(request: ExportRequest, talk: ExportTalk): Promise<ExportResult> {
  const { address, maxLatencyMs, maxOps, unrecognised } = request;
  const { profiles: named, asked } = await profilesFrom(request.profiles);
  const profiles = named.map(compileProfile);
  const families = request.families.map((word) => familyIdNamed(word, named));
  const { target } = await targetFrom(address);
  const offset = await offsetGiven(null, address.envFile);
  const [{ copyGuard }, { openLedger }, { exportKeys }, { recogniseLive }] = await Promise.all([
    import('../../redis/guard.js'),
    import('../../redis/ledger.js'),
    import('../../change/export/export.js'),
    import('../../recognise/recognise-live.js'),
  ]);
  const access = { guard: copyGuard(), ledger: openLedger(request.maxCommands) };
  const progress = await createProgress(talk.quiet, 'exporting', talk.messages.talk);
  const interrupt = onInterrupt((text) => {
    progress.stop();
    talk.say(text);
  }, talk.messages.exported.interrupted);
  const startedAt = performance.now();
  try {
    const session = await connect(target, { ...access, signal: interrupt.signal });
    try {
      const { db } = session.target;
      const look = { profiles: named, asked, databases: db, offset, noTouch: false, mayTouch: true, maxLatencyMs };
      // The survey is only for the head of the archive, so most commands remain for the copy.
      const ledger = openLedger(Math.floor(access.ledger.remaining * LOOK_SHARE));
      const { guard } = access;
      const recognised = await recogniseLive(session, { guard, ledger }, { ...look, signal: interrupt.signal, partly: true });
      access.ledger.charge(ledger.commands, ledger.roundTrips);
      const archive = await archiveFor(request, session, recognised, talk.meterVersion);
      const total = keysAtStart(session, session.target.db);
      const exported = await exportKeys(session, access, {
        db,
        profiles,
        families,
        unrecognised,
        archive,
        maxOps,
        maxLatencyMs,
        signal: interrupt.signal,
        onProgress: (keys) => progress.update(keys, total),
      });
      await archive.close();
      const { commands, roundTrips } = access.ledger;
      const envelope = successEnvelope({
        command: 'export',
        target: targetInfo(session, db),
        data: dataOf(exported, archive, addressTyped(address, 'restore')),
        warnings: [...session.notes, ...warningsOf(exported)],
        spent: { commands, roundTrips, seconds: Math.round(performance.now() - startedAt) / 1000 },
      });
      return { envelope, exitCode: exitCodeOf(exported), failure: exported.failure };
    } finally {
      session.close();
    }
  } finally {
    progress.stop();
    interrupt.release();
  }
}

async function archiveFor(
  { output, families, unrecognised }: ExportRequest,
  session: Session,
  { profiles, offset }: Recognised,
  meterVersion: string,
): Promise<ArchiveWriter> {
  const { createArchive } = await import('../../change/archive/writer.js');
  const { info } = session;
  const { db } = session.target;
  const head: ArchiveHead = {
    meterVersion,
    command: ['export', ...families.map((id) => `--family ${shellQuote(id)}`), ...(unrecognised ? ['--all'] : [])].join(' '),
    createdAt: new Date().toISOString(),
    target: targetInfo(session, db).name,
    fingerprint: await fingerprintOf(session),
    db,
    server: infoField(info, 'valkey_version') ?? infoField(info, 'redis_version') ?? 'unknown',
    profile: profiles.map(({ compiled }) => compiled.profile.name).join(' '),
    utcOffset: offset.utcOffset,
  };
  return createArchive(output, head);
}

const dataOf = (
  { seen, keys, unrecognised, complete, families }: Exported,
  { path, bytes }: ArchiveWriter,
  target: string,
): ExportData => ({
  archive: path,
  restore: `meter restore ${shellQuote(path)}${target}`,
  bytes,
  keys,
  seen,
  unrecognised,
  complete,
  families: [...families]
    .map(([id, row]) => ({ id, pattern: row.family?.family.pattern ?? null, keys: row.keys }))
    .toSorted((a, b) => b.keys - a.keys),
});

const warningsOf = ({ failure, complete }: Exported): Notice[] =>
  failure ? [failureNotice(failure)] : complete ? [] : [plainMessage('export-in-part')];

const exitCodeOf = ({ failure, complete }: Exported): number =>
  failure ? failure.exitCode : complete ? EXIT.ok : EXIT.interrupted;
