import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { BaseCommand } from '../lib/cli/base/command.js';
import { changeTalk } from '../lib/cli/change/output.js';
import { restoreFlags } from '../lib/cli/restore/flags.js';
import { archivesFrom, listed, restoreWith } from '../lib/cli/restore/run.js';
import { renderChangeText } from '../lib/report/change/text.js';

export default class Restore extends BaseCommand {
  static override summary = 'Bring back what an archive holds: keys with their lives, members of indexes, ends of lists.';

  static override description = `Checks every byte of the archives first. A key that exists again stays as it is, unless --merge or --replace is given.
Nothing is added twice, whatever is interrupted, sent again or run at the same time.

Exit codes: 0 done, 1 failure or a damaged archive, 2 usage, 4 refused or not agreed to, 5 no connection, 6 not finished, 130 interrupted.`;

  static override usage = 'restore ARCHIVE… [--url URL | --host HOST | --env-file FILE | --sentinel NODES] [FLAGS]';

  static override examples = [
    '<%= config.bin %> <%= command.id %> meter-prune-127.0.0.1-6379-db0-20261121T020304Z.archive --list',
    '<%= config.bin %> <%= command.id %> before.archive --dry-run',
    '<%= config.bin %> <%= command.id %> before.archive --family key-model.hourly --merge',
    '<%= config.bin %> <%= command.id %> relay.archive --url rediss://user:password@new-host:6379 --confirm new-host:6379/0',
  ];

  static override strict = false;

  static override args = {
    archive: Args.string({ required: true, description: 'an archive; all of them where a run was interrupted and run again' }),
  };

  static override flags = {
    ...restoreFlags,
    all: Flags.boolean({ description: 'show every family, not only the largest' }),
  };

  async run(): Promise<void> {
    const { flags, argv } = await this.parse(Restore);
    const text = this.textStyle(flags);
    const archives = await archivesFrom(argv as string[], flags);
    if (flags.list) {
      const { renderRestoreList } = await import('../lib/report/change/restore-list.js');
      const data = listed(archives);
      return this.succeed({ data, target: null, warnings: [], spent: null }, (envelope) =>
        renderRestoreList(envelope.data, text),
      );
    }
    const talk = changeTalk(this.config.version, flags, text, this.people);
    const outcome = await restoreWith(archives, flags, talk);
    await this.report(outcome, (envelope) => renderChangeText(envelope, text), { format: flags.json ? 'json' : 'table' });
  }
}
