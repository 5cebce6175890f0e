import * as Args from '@oclif/core/args';
import { pruneArchivesFlags } from '../../lib/cli/archives/flags.js';
import { BaseCommand } from '../../lib/cli/base/command.js';
import { checkFace } from '../../lib/cli/base/face.js';
import { parseNow } from '../../lib/cli/flags/clock.js';
import { durationOf } from '../../lib/cli/flags/duration.js';
import { successEnvelope } from '../../lib/report/envelope.js';
import { ARCHIVES_SECTIONS } from '../../lib/report/archives/sections.js';
import type { ArchivesData } from '../../lib/change/retention/model.js';
import { LANGUAGES } from '../../lib/report/messages/language.js';

export default class ArchivesPrune extends BaseCommand {
  static override reportsIn = LANGUAGES;

  static override summary = 'Remove archives that are older than they are kept.';

  static override description = `Shows what would be removed and asks. The newest complete archive of each command and database stays, however old it is, and so do archives that are cut off or damaged. Uses no Redis.

Exit codes: 0 done, 1 failure, 2 usage, 4 not agreed to, 6 an archive is damaged.`;

  static override examples = [
    '<%= config.bin %> <%= command.id %> /var/backups/redis --keep 30d',
    '<%= config.bin %> <%= command.id %> /var/backups/redis --keep 30d --yes --quiet',
  ];

  static override args = { folder: Args.string({ description: 'the folder of the archives (the present one)', default: '.' }) };

  static override flags = pruneArchivesFlags;

  async run(): Promise<void> {
    const { args, flags } = await this.parse(ArchivesPrune);
    checkFace(flags, ARCHIVES_SECTIONS);
    const { folder } = args;
    const request = {
      folder,
      keepMs: durationOf('keep', flags.keep),
      now: parseNow(flags.now),
      dryRun: flags['dry-run'],
      yes: flags.yes,
    };
    const [{ exitCodeOf, pruneArchives }, { archivesDocument }, { textPieces }] = await Promise.all([
      import('../../lib/cli/archives/run.js'),
      import('../../lib/report/archives/document.js'),
      import('../../lib/report/render/text.js'),
    ]);
    const messages = await this.messagesFor(flags);
    const show = async (plan: ArchivesData): Promise<void> => {
      const envelope = successEnvelope({ command: this.commandName(), data: plan, target: null, warnings: [], spent: null });
      let text = '';
      for await (const piece of textPieces(
        { ...archivesDocument(envelope, messages), words: messages.render },
        this.drawing(flags),
      ))
        text += piece;
      this.showAside(text);
    };
    const data = await pruneArchives(request, show, messages);
    await this.presentResult({ target: null, data, warnings: [], spent: null }, archivesDocument, flags, exitCodeOf(data));
  }
}
