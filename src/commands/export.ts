import { BaseCommand } from '../lib/cli/base/command.js';
import { checkFace } from '../lib/cli/base/face.js';
import { exportFlags } from '../lib/cli/export/flags.js';
import { exportRequest } from '../lib/cli/export/options.js';
import { checkEnding } from '../lib/cli/base/output-format.js';
import { exportWith } from '../lib/cli/export/run.js';
import { EXPORT_SECTIONS } from '../lib/report/export/sections.js';
import { LANGUAGES } from '../lib/report/messages/language.js';

export default class Export extends BaseCommand {
  static override reportsIn = LANGUAGES;

  static override summary = 'Copy keys with their TTLs to an archive, to move them.';

  static override description = `Sends reading commands only. Values are copied one after the other, not at one moment: keys that are written meanwhile may be older in the archive.
The archive holds whatever the keys hold, credentials among them; only its owner can read it.

Exit codes: 0 done, 1 failure, 2 usage, 5 no connection, 6 not finished, 130 interrupted.`;

  static override usage = 'export -o FILE [--url URL | --host HOST | --env-file FILE | --sentinel NODES] [FLAGS]';

  static override examples = [
    '<%= config.bin %> <%= command.id %> -o relay.archive --all',
    '<%= config.bin %> <%= command.id %> --family usage.daily --family cost.daily -o daily.archive',
    '<%= config.bin %> <%= command.id %> -o relay.archive --max-ops 500 --max-commands 100000',
    '<%= config.bin %> restore relay.archive --url rediss://user:password@new-host:6379',
  ];

  static override flags = exportFlags;

  async run(): Promise<void> {
    const { flags } = await this.parse(Export);
    checkEnding(flags.output, 'an archive');
    checkFace(flags, EXPORT_SECTIONS);
    const messages = await this.messagesFor(flags);
    const talk = { say: (line: string) => this.say(line), quiet: flags.quiet, meterVersion: this.config.version, messages };
    const outcome = await exportWith(exportRequest(flags), talk);
    const { exportDocument } = await import('../lib/report/export/document.js');
    // Here --all selects what is copied.
    await this.present(outcome, exportDocument, { ...flags, all: false });
  }
}
