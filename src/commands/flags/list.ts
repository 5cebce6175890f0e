import { BaseCommand } from '../../lib/cli/base/command.js';
import { listFlags } from '../../lib/cli/switches/flags.js';

export default class FlagsList extends BaseCommand {
  static override summary = "List an application's switches: their values, what each saves, and what it takes away.";

  static override description = `Savings are computed from the profile's write events for the given load, alone and on top of each other. The Redis of --env-file, or of REDIS_URL, is asked for its number of keys by one DBSIZE, unless --offline or --keys is given.

Exit codes: 0 done, 1 failure, 2 usage.`;

  static override examples = [
    '<%= config.bin %> <%= command.id %> --env-file /opt/relay/.env --requests 5000',
    '<%= config.bin %> <%= command.id %> --app-dir /opt/relay --json | jq .data.switches',
  ];

  static override flags = listFlags;

  async run(): Promise<void> {
    const { flags } = await this.parse(FlagsList);
    const [{ listSwitches }, { flagsListText }] = await Promise.all([
      import('../../lib/cli/switches/list.js'),
      import('../../lib/report/switches/text.js'),
    ]);
    const { data, warnings, spent } = await listSwitches(flags);
    const options = { color: this.useColor(flags.color), width: this.width() };
    await this.succeed({ data, target: null, warnings, spent }, (shown) => flagsListText(shown.data, shown.warnings, options));
  }
}
