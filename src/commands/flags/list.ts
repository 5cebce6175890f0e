import { BaseCommand } from '../../lib/cli/base/command.js';
import { listFlags } from '../../lib/cli/switches/flags.js';
import { LANGUAGES } from '../../lib/report/messages/language.js';

export default class FlagsList extends BaseCommand {
  static override reportsIn = LANGUAGES;

  static override summary = "List an application's switches: their values, what each saves, and what it turns off.";

  static override description = `Savings are computed from the profile's write events for the given load: alone, and in addition to the switches above. A switch that the application does not read saves nothing. The Redis of --env-file, or of REDIS_URL, is asked for its number of keys, by one DBSIZE to each node, and for its release, unless --offline or --keys is given.

Exit codes: 0 done, 1 failure, 2 usage.`;

  static override examples = [
    '<%= config.bin %> <%= command.id %> --env-file /opt/relay/.env --requests 5000',
    '<%= config.bin %> <%= command.id %> --app-dir /opt/relay --json | jq .data.switches',
  ];

  static override flags = listFlags;

  async run(): Promise<void> {
    const { flags } = await this.parse(FlagsList);
    const [{ listRequest }, { listSwitches }] = await Promise.all([
      import('../../lib/cli/switches/options.js'),
      import('../../lib/cli/switches/list.js'),
    ]);
    const listed = await listSwitches(listRequest(flags), this.languageFor(flags));
    const { switchesDocument } = await import('../../lib/report/switches/list.js');
    await this.presentResult({ target: null, ...listed }, switchesDocument, flags);
  }
}
