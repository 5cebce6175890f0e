import { BaseCommand } from '../lib/cli/base/command.js';
import { auditFlags } from '../lib/cli/audit/flags.js';
import { auditRequest } from '../lib/cli/audit/options.js';
import { auditAndKeep } from '../lib/cli/audit/run.js';
import { checkFace } from '../lib/cli/base/face.js';
import { comparisonAsked } from '../lib/cli/diff/options.js';
import { inputFiles } from '../lib/cli/base/input-files.js';
import { checkOutput } from '../lib/cli/base/output.js';
import { LANGUAGES } from '../lib/report/messages/language.js';
import { AUDIT_SECTIONS } from '../lib/report/audit/sections.js';
import { DIFF_SECTIONS } from '../lib/report/diff/sections.js';

export default class Audit extends BaseCommand {
  static override reportsIn = LANGUAGES;

  static override summary = 'Show what a Redis holds, what it costs, and what to do.';

  static override description = `Counts every key by SCAN and reads the metadata of a sample (of every key with --exact). Only reading commands are sent.

Exit codes: 0 done, 1 failure, 2 usage, 3 a finding or a change of --fail-on, 5 no connection, 6 partial report, 130 interrupted.`;

  static override usage = 'audit [--url URL | --host HOST | --env-file FILE | --sentinel NODES | --rdb FILE] [FLAGS]';

  static override examples = [
    '$ REDIS_URL=rediss://user:password@host:6379 <%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --env-file /opt/relay/.env --replica',
    '<%= config.bin %> <%= command.id %> --max-commands 20000 --format markdown -o audit.md',
    '<%= config.bin %> <%= command.id %> --env-file /opt/relay/.env --history relay.jsonl --quiet',
    '<%= config.bin %> <%= command.id %> --compare-to yesterday.json --fail-on growth=10%',
    '<%= config.bin %> <%= command.id %> --json --fail-on high | jq .data.findings',
  ];

  static override flags = auditFlags;

  async run(): Promise<void> {
    const { flags } = await this.parse(Audit);
    const comparison = comparisonAsked(flags);
    checkFace({ ...flags, file: flags.output }, comparison.file === null ? AUDIT_SECTIONS : DIFF_SECTIONS);
    if (flags.output !== undefined) await checkOutput(flags.output, inputFiles(flags));
    const request = auditRequest(flags);
    const messages = await this.messagesFor(flags, flags.output);
    const run = () => auditAndKeep(request, flags.history ?? null, (text) => this.say(text), messages);
    const { auditDocument } = await import('../lib/report/audit/document.js');
    await this.presentOrCompare(comparison, run, auditDocument, flags, flags.output);
  }
}
