import { BaseCommand, type FaceFlags } from '../lib/cli/base/command.js';
import { checkFace, faceOf, type Sections } from '../lib/cli/base/face.js';
import { inputFiles } from '../lib/cli/base/input-files.js';
import { onInterrupt } from '../lib/cli/base/interrupt.js';
import { checkOutput } from '../lib/cli/base/output.js';
import { changeTalk } from '../lib/cli/change/output.js';
import { explainInvariant } from '../lib/cli/consistency/explain.js';
import { consistencyFlags, type ConsistencyFlags } from '../lib/cli/consistency/flags.js';
import { checkRequest } from '../lib/cli/consistency/options.js';
import { prepareCheck, type ConsistencyResult } from '../lib/cli/consistency/run.js';
import { watchConsistency } from '../lib/cli/consistency/watch.js';
import { repairRequest } from '../lib/cli/repair/options.js';
import { repairWith } from '../lib/cli/repair/run.js';
import { EXIT, usageError } from '../lib/format/errors.js';
import { CHECK_SECTIONS, EXPLAIN_SECTIONS, REPAIR_SECTIONS } from '../lib/report/consistency/sections.js';
import { successEnvelope } from '../lib/report/envelope.js';

export default class FixConsistency extends BaseCommand {
  static override summary =
    'Find counters, costs and indexes that do not agree, say why, and repair what can be repaired for certain.';

  static override description = `Checks what the profile says must hold: sums over fields, keys and periods, index members, lists, TTLs. What looks wrong is read again until it is certain, so that a running application causes no false report. Only reading commands are sent.
With --apply it then makes a plan, shows it and asks. Totals are raised to what their parts add up to, and lists and TTLs are corrected, each in one step on the server and only while the value is still the one that was judged. Every change is archived first, and meter restore undoes it.

Exit codes: 0 done, 1 failure, 2 usage, 3 a difference of a class named by --fail-on, 4 refused or not agreed to, 5 no connection, 6 partial, 130 interrupted.`;

  static override usage = 'fix-consistency [--url URL | --host HOST | --env-file FILE | --sentinel NODES | --rdb FILE] [FLAGS]';

  static override examples = [
    '$ REDIS_URL=rediss://user:password@host:6379 <%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --env-file /opt/relay/.env --fail-on corruption --fail-on partial-write',
    '<%= config.bin %> <%= command.id %> --rdb dump.rdb --json | jq .data.violations',
    '<%= config.bin %> <%= command.id %> --explain S6',
    '<%= config.bin %> <%= command.id %> --family usage.daily --apply',
  ];

  static override flags = consistencyFlags;

  async run(): Promise<void> {
    const { flags } = await this.parse(FixConsistency);
    const { output: file } = flags;
    checkFace({ ...flags, file }, sectionsOf(flags));
    if (flags.watch !== undefined && faceOf({ ...flags, file }) === 'html')
      throw usageError('--watch prints report after report, and a page holds one.', 'Take --format text or json.');
    if (flags.explain !== undefined) return this.explain(flags.explain, flags);
    if (file !== undefined) await checkOutput(file, inputFiles(flags));
    const request = checkRequest(flags);
    const print = (result: ConsistencyResult): Promise<void> =>
      this.printCheck(result, flags, { target: request.targetTyped, repair: request.repairTyped });
    if (flags.apply) {
      const talk = changeTalk(this.config.version, flags, this.drawing(flags), this.people, await this.messagesFor(flags));
      return print(await repairWith(repairRequest(flags, request), talk));
    }
    const check = await prepareCheck(request);
    const interrupt = onInterrupt((text) => this.say(text));
    try {
      const first = await check(interrupt.signal);
      await print(first);
      if (request.watchMs === null) return;
      const { changesDocument } = await import('../lib/report/consistency/changes.js');
      await watchConsistency({
        pauseMs: request.watchMs,
        first: first.envelope,
        check,
        signal: interrupt.signal,
        show: (envelope) => this.present({ envelope, exitCode: EXIT.ok }, changesDocument, { ...flags, section: undefined }),
      });
      // Only Ctrl-C ends it.
      process.exitCode = EXIT.interrupted;
    } finally {
      interrupt.release();
    }
  }

  private async explain(id: string, flags: Flags): Promise<void> {
    const data = await explainInvariant(id, flags.profile);
    const envelope = successEnvelope({ command: 'fix-consistency', target: null, data, warnings: [], spent: null });
    const { explainedDocument } = await import('../lib/report/consistency/explained.js');
    await this.present({ envelope, exitCode: EXIT.ok }, explainedDocument, flags);
  }

  /** Prints differences one by one if there are too many for memory. */
  private async printCheck(
    result: ConsistencyResult,
    flags: Flags,
    next: { target: string | null; repair: string },
  ): Promise<void> {
    const { listed } = result;
    const { output: file } = flags;
    try {
      if (listed && faceOf({ ...flags, file }) === 'json') {
        const { consistencyJson } = await import('../lib/report/consistency/json.js');
        await this.reportPieces(consistencyJson(result, listed.groups), file);
        process.exitCode = result.exitCode;
        return;
      }
      const { consistencyDocument } = await import('../lib/report/consistency/document.js');
      await this.present(result, (envelope) => consistencyDocument(envelope, { groups: listed?.groups, ...next }), flags, file);
    } finally {
      listed?.close();
    }
  }
}

type Flags = ConsistencyFlags & FaceFlags;

const sectionsOf = ({ explain, apply }: ConsistencyFlags): Sections =>
  explain !== undefined ? EXPLAIN_SECTIONS : apply ? REPAIR_SECTIONS : CHECK_SECTIONS;
