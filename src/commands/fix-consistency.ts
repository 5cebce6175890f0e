import { BaseCommand } from '../lib/cli/base/command.js';
import { explainInvariant } from '../lib/cli/consistency/explain.js';
import { changeTalk } from '../lib/cli/change/output.js';
import { consistencyFlags, consistencyFormats } from '../lib/cli/consistency/flags.js';
import { prepareCheck, type ConsistencyResult } from '../lib/cli/consistency/run.js';
import { watchConsistency } from '../lib/cli/consistency/watch.js';
import { inputFiles } from '../lib/cli/base/input-files.js';
import { onInterrupt } from '../lib/cli/base/interrupt.js';
import { checkOutput } from '../lib/cli/base/output.js';
import { formatAsked } from '../lib/cli/base/output-format.js';
import { checkRepairFlags } from '../lib/cli/repair/flags.js';
import { repairWith } from '../lib/cli/repair/run.js';
import { EXIT } from '../lib/format/errors.js';
import { outgoingData } from '../lib/format/outgoing.js';
import { successEnvelope } from '../lib/report/envelope.js';
import { changesText } from '../lib/report/consistency/changes.js';
import { consistencyJson } from '../lib/report/consistency/json.js';
import { consistencyText, renderConsistencyText, renderExplained } from '../lib/report/consistency/text.js';

export default class FixConsistency extends BaseCommand {
  static override summary =
    'Find counters, costs and indexes that do not agree, say why, and repair what can be repaired for certain.';

  static override description = `Checks what the profile says must hold: sums over fields, keys and periods, index members, lists, TTLs. What looks wrong is read again until it is certain, so that an application at work causes no false report. Only reading commands are sent.
With --apply it then makes a plan, shows it and asks. Totals are raised to what their parts add up to, lists and TTLs put right, each in one step on the server and only while what was judged still stands there; everything is kept in an archive that meter restore undoes.

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
    const format = formatAsked(flags, consistencyFormats);
    const style = this.textStyle(flags);
    if (flags.explain !== undefined) {
      const envelope = successEnvelope({
        command: 'fix-consistency',
        target: null,
        data: await explainInvariant(flags.explain, flags.profile),
        warnings: [],
        spent: null,
      });
      return this.report({ envelope, exitCode: EXIT.ok }, ({ data }) => renderExplained(data, style), { format });
    }
    if (flags.output !== undefined) await checkOutput(flags.output, inputFiles(flags));
    checkRepairFlags(flags);
    const print = async (result: ConsistencyResult): Promise<void> => {
      const { violations } = result.envelope.data;
      const { listed } = result;
      if (!listed && (format !== 'json' || violations.length === 0))
        return this.report(result, (envelope) => renderConsistencyText(envelope, style), { format, file: flags.output });
      const groups = listed?.groups ?? [{ rows: () => violations }];
      const pieces =
        listed && format !== 'json'
          ? consistencyText(outgoingData(result.envelope, { safe: true }), style, listed.groups)
          : consistencyJson(result, groups);
      await this.reportPieces(pieces, flags.output).finally(() => listed?.close());
      process.exitCode = result.exitCode;
    };
    if (flags.apply) {
      const talk = changeTalk(this.config.version, flags, style, this.people);
      return print(await repairWith(flags, talk));
    }
    const check = await prepareCheck(flags);
    const interrupt = onInterrupt((text) => this.say(text));
    try {
      const first = await check(interrupt.signal);
      await print(first);
      if (flags.watch === undefined) return;
      await watchConsistency({
        every: flags.watch,
        first: first.envelope,
        check,
        signal: interrupt.signal,
        show: (envelope) => this.report({ envelope, exitCode: EXIT.ok }, ({ data }) => changesText(data.now, data), { format }),
      });
      // Nothing else ends it.
      process.exitCode = EXIT.interrupted;
    } finally {
      interrupt.release();
    }
  }
}
