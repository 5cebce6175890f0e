import * as Args from '@oclif/core/args';
import { BaseCommand } from '../lib/cli/base/command.js';
import { checkFace } from '../lib/cli/base/face.js';
import { checkOutput } from '../lib/cli/base/output.js';
import { diffFlags } from '../lib/cli/diff/flags.js';
import { DIFF_SECTIONS } from '../lib/report/diff/sections.js';

export default class Diff extends BaseCommand {
  static override summary = 'Show what has changed between two results.';

  static override description = `Compares the --json results of two runs of audit, estimate, usage or fix-consistency: families that are new, gone, grown and shrunk, findings that are new and cured. Counts are compared exactly; a sampled size has changed only if the change is larger than its 95 % interval. What cannot be compared is refused. No Redis is needed.

Exit codes: 0 done, 1 failure, 2 usage or not comparable, 3 a condition of --fail-on.`;

  static override usage = 'diff BEFORE AFTER [FLAGS]';

  static override examples = [
    '<%= config.bin %> <%= command.id %> monday.json tuesday.json',
    '<%= config.bin %> <%= command.id %> before.json after.json --format markdown -o change.md',
    '<%= config.bin %> <%= command.id %> before.json after.json --fail-on growth=10% --fail-on new-findings=high',
  ];

  static override args = {
    before: Args.file({ description: 'a result that was written with --json', required: true }),
    after: Args.file({ description: 'a later result of the same command', required: true }),
  };

  static override flags = diffFlags;

  async run(): Promise<void> {
    const { args, flags } = await this.parse(Diff);
    checkFace({ ...flags, file: flags.output }, DIFF_SECTIONS);
    if (flags.output !== undefined) await checkOutput(flags.output, [args.before, args.after]);
    const [{ conditionsOf }, { diffWith }] = await Promise.all([
      import('../lib/cli/diff/options.js'),
      import('../lib/cli/diff/run.js'),
    ]);
    const outcome = await diffWith(args, conditionsOf(flags['fail-on'] ?? []));
    const { diffDocument } = await import('../lib/report/diff/document.js');
    await this.present(outcome, diffDocument, flags, flags.output);
  }
}
