import * as Args from '@oclif/core/args';
import { BaseCommand } from '../../lib/cli/base/command.js';
import { checkFace } from '../../lib/cli/base/face.js';
import { ARCHIVES_SECTIONS } from '../../lib/report/archives/sections.js';
import { LANGUAGES } from '../../lib/report/messages/language.js';

export default class ArchivesList extends BaseCommand {
  static override reportsIn = LANGUAGES;

  static override summary = 'Show the archives in a folder, and whether they are whole.';

  static override description = `Reads every byte of each file that ends in .archive. Uses no Redis.

Exit codes: 0 done, 2 usage, 6 an archive is damaged.`;

  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> /var/backups/redis --json | jq .data.archives',
  ];

  static override args = { folder: Args.string({ description: 'the folder of the archives (the present one)', default: '.' }) };

  async run(): Promise<void> {
    const { args, flags } = await this.parse(ArchivesList);
    checkFace(flags, ARCHIVES_SECTIONS);
    const [{ exitCodeOf, listArchives }, { archivesDocument }] = await Promise.all([
      import('../../lib/cli/archives/run.js'),
      import('../../lib/report/archives/document.js'),
    ]);
    const data = await listArchives(args.folder);
    await this.presentResult({ target: null, data, warnings: [], spent: null }, archivesDocument, flags, exitCodeOf(data));
  }
}
