import { BaseCommand, FILE_WIDTH } from '../lib/cli/base-command.js';
import { explainInvariant } from '../lib/cli/consistency-explain.js';
import { changeTalk } from '../lib/cli/change-output.js';
import { consistencyFlags, type ConsistencyFlags } from '../lib/cli/consistency-flags.js';
import { prepareCheck } from '../lib/cli/consistency-run.js';
import { watchConsistency } from '../lib/cli/consistency-watch.js';
import { inputFiles } from '../lib/cli/input-files.js';
import { onInterrupt } from '../lib/cli/interrupt.js';
import { checkOutput } from '../lib/cli/output.js';
import { checkRepairFlags } from '../lib/cli/repair-flags.js';
import { repairWith } from '../lib/cli/repair-run.js';
import { EXIT } from '../lib/format/errors.js';
import type { TextOptions } from '../lib/report/change-text.js';
import { printJson } from '../lib/report/envelope.js';
import { renderConsistencyText } from '../lib/report/consistency-text.js';

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
    const style = {
      color: !flags.output && this.useColor(flags.color),
      width: flags.output ? FILE_WIDTH : this.width(),
      all: flags.all,
    };
    const json = flags.json || flags.format === 'json';
    if (flags.explain !== undefined) return this.print(await explainInvariant(flags.explain, flags.profile, { ...style, json }));
    if (flags.output !== undefined) await checkOutput(flags.output, inputFiles(flags));
    checkRepairFlags(flags);
    if (flags.apply) return this.#repair(flags, style, json);
    const check = await prepareCheck(flags);
    const interrupt = onInterrupt((text) => this.say(text));
    try {
      const { envelope, exitCode } = await check(interrupt.signal);
      await this.deliver(json ? printJson(envelope) : await renderConsistencyText(envelope, style), flags.output);
      process.exitCode = exitCode;
      if (flags.watch !== undefined) {
        await watchConsistency({
          every: flags.watch,
          first: envelope,
          check,
          signal: interrupt.signal,
          json,
          print: (text) => this.print(text),
        });
        // Nothing else ends it.
        process.exitCode = EXIT.interrupted;
      }
    } finally {
      interrupt.release();
    }
  }

  async #repair(flags: ConsistencyFlags & { quiet: boolean }, style: TextOptions, json: boolean): Promise<void> {
    const talk = changeTalk(this.config.version, flags, style, (line) => this.say(line));
    const { envelope, exitCode } = await repairWith(flags, talk);
    await this.deliver(json ? printJson(envelope) : await renderConsistencyText(envelope, style), flags.output);
    process.exitCode = exitCode;
  }
}
