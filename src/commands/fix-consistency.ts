import { BaseCommand, FILE_WIDTH } from '../lib/cli/base-command.js';
import { explainInvariant } from '../lib/cli/consistency-explain.js';
import { consistencyFlags } from '../lib/cli/consistency-flags.js';
import { prepareCheck } from '../lib/cli/consistency-run.js';
import { watchConsistency } from '../lib/cli/consistency-watch.js';
import { inputFiles } from '../lib/cli/input-files.js';
import { onInterrupt } from '../lib/cli/interrupt.js';
import { checkOutput } from '../lib/cli/output.js';
import { printJson } from '../lib/report/envelope.js';
import { renderConsistencyText } from '../lib/report/consistency-text.js';

export default class FixConsistency extends BaseCommand {
  static override summary = 'Find counters, costs and indexes that do not agree, and say why.';

  static override description = `Checks what the profile says must hold: sums over fields, keys and periods, index members, lists, TTLs. What looks wrong is read again until it is certain, so that an application at work causes no false report. Only reading commands are sent.

Exit codes: 0 done, 1 failure, 2 usage, 3 a difference of a class named by --fail-on, 5 no connection, 6 partial, 130 interrupted.`;

  static override usage = 'fix-consistency [--url URL | --host HOST | --env-file FILE | --sentinel NODES | --rdb FILE] [FLAGS]';

  static override examples = [
    '$ REDIS_URL=rediss://user:password@host:6379 <%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --env-file /opt/relay/.env --fail-on corruption --fail-on partial-write',
    '<%= config.bin %> <%= command.id %> --rdb dump.rdb --json | jq .data.violations',
    '<%= config.bin %> <%= command.id %> --explain S6',
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
    const check = await prepareCheck(flags);
    const interrupt = onInterrupt((text) => this.say(text));
    try {
      const { envelope, exitCode } = await check(interrupt.signal);
      await this.deliver(json ? printJson(envelope) : await renderConsistencyText(envelope, style), flags.output);
      process.exitCode = exitCode;
      if (flags.watch !== undefined)
        await watchConsistency({
          every: flags.watch,
          first: envelope,
          check,
          signal: interrupt.signal,
          json,
          print: (text) => this.print(text),
        });
    } finally {
      interrupt.release();
    }
  }
}
