import * as Args from '@oclif/core/args';
import { BaseCommand } from '../lib/cli/base/command.js';
import { checkFace } from '../lib/cli/base/face.js';
import { changeTalk } from '../lib/cli/change/output.js';
import { restoreFlags } from '../lib/cli/restore/flags.js';
import { restoreRequest, wantedFrom } from '../lib/cli/restore/options.js';
import { archivesFrom, listed, restoreWith } from '../lib/cli/restore/run.js';
import { CHANGE_SECTIONS } from '../lib/report/change/sections.js';
import { successEnvelope } from '../lib/report/envelope.js';
import { EXIT } from '../lib/format/errors.js';
import { LIST_SECTIONS } from '../lib/report/restore/sections.js';
import { LANGUAGES } from '../lib/report/messages/language.js';

export default class Restore extends BaseCommand {
  static override reportsIn = LANGUAGES;

  static override summary = 'Restore keys, members and elements from an archive.';

  static override description = `Checks every byte of the archives first. A key that exists again is not changed, unless --merge or --replace is given.
Nothing is added twice, even if the run is interrupted, repeated or run twice at the same time.

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

  static override flags = restoreFlags;

  async run(): Promise<void> {
    const { flags, argv } = await this.parse(Restore);
    checkFace(flags, flags.list ? LIST_SECTIONS : CHANGE_SECTIONS);
    const request = flags.list ? null : restoreRequest(flags);
    const archives = await archivesFrom(argv as string[], wantedFrom(flags));
    if (request === null) {
      const { restoreListDocument } = await import('../lib/report/restore/document.js');
      const data = listed(archives);
      const envelope = successEnvelope({ command: 'restore', data, target: null, warnings: [], spent: null });
      return this.present({ envelope, exitCode: EXIT.ok }, restoreListDocument, flags);
    }
    const talk = changeTalk(this.config.version, flags, this.drawing(flags), this.people, await this.messagesFor(flags));
    const outcome = await restoreWith(archives, request, talk);
    await this.presentChange(outcome, flags);
  }
}
