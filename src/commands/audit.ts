import * as Flags from '@oclif/core/flags';
import { BaseCommand } from '../lib/cli/base-command.js';
import { auditFormats, renderAudit } from '../lib/cli/audit-output.js';
import { clockFlags } from '../lib/cli/clock-flags.js';
import { connectionFlags } from '../lib/cli/connection-flags.js';
import { auditWith } from '../lib/cli/audit-run.js';
import { checkOutput } from '../lib/cli/output.js';

export default class Audit extends BaseCommand {
  static override summary = 'Show what a Redis holds, family by family, what it costs, and what to do about it.';

  static override description = `Counts every key by SCAN and reads the metadata of a sample (of every key with --exact). Only reading commands are sent.

Exit codes: 0 done, 1 failure, 2 usage, 3 findings at or above --fail-on, 5 no connection, 6 partial report, 130 interrupted.`;

  static override usage = 'audit [--url URL | --host HOST | --env-file FILE | --sentinel NODES] [FLAGS]';

  static override examples = [
    '$ REDIS_URL=rediss://user:password@host:6379 <%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --env-file /opt/relay/.env --replica',
    '<%= config.bin %> <%= command.id %> --max-commands 20000 --format markdown -o audit.md',
    '<%= config.bin %> <%= command.id %> --json --fail-on high | jq .data.findings',
  ];

  static override flags = {
    ...connectionFlags,
    db: Flags.string({ char: 'n', helpValue: 'N|all', description: 'database number, or all', helpGroup: 'CONNECTION' }),
    profile: Flags.string({
      helpValue: 'PROFILE',
      description: 'auto, NAME, NAME@VERSION or a YAML file; may be given more than once',
      multiple: true,
      default: ['auto'],
    }),
    exact: Flags.boolean({ description: 'read the metadata of every key, not of a sample' }),
    'max-commands': Flags.integer({ helpValue: 'N', description: 'never send more commands than this', min: 40 }),
    'max-latency': Flags.string({
      helpValue: 'TIME',
      description: 'keep the server from being held up for longer',
      default: '5ms',
    }),
    pattern: Flags.string({ helpValue: 'GLOB', description: 'only keys that match this Redis glob' }),
    type: Flags.option({
      options: ['string', 'list', 'set', 'zset', 'hash', 'stream'] as const,
      description: 'only keys of this type',
    })(),
    limit: Flags.integer({ helpValue: 'N', description: 'stop after so many keys', min: 1 }),
    lengths: Flags.boolean({ description: 'read lengths even where that resets idle times that the eviction policy goes by' }),
    'fail-on': Flags.option({
      options: ['low', 'medium', 'high'] as const,
      description: 'exit 3 when there is a finding as severe',
    })(),
    format: Flags.option({ options: auditFormats, description: 'how to print the report', default: 'table' as const })(),
    output: Flags.string({ char: 'o', helpValue: 'FILE', description: 'write the report to this file instead' }),
    'show-ids': Flags.boolean({ description: 'show identifiers in full (secrets stay hidden)' }),
    all: Flags.boolean({ description: 'show every family, not only the largest' }),
    ...clockFlags,
  };

  async run(): Promise<void> {
    const { flags } = await this.parse(Audit);
    if (flags.output !== undefined) await checkOutput(flags.output);
    const outcome = await auditWith(flags, this.config.commandIDs, (text) => this.say(text));
    const format = flags.json ? 'json' : flags.format;
    const style = {
      color: !flags.output && this.useColor(flags.color),
      width: flags.output ? 160 : this.width(),
      all: flags.all,
    };
    await this.deliver(await renderAudit(outcome.envelope, format, style), flags.output);
    process.exitCode = outcome.exitCode;
  }
}
