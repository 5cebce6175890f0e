import { BaseCommand } from '../../lib/cli/base/command.js';
import { connectionOptions } from '../../lib/cli/flags/connection-options.js';
import { newProfileFlags } from '../../lib/cli/profile/flags.js';
import { LANGUAGES } from '../../lib/report/messages/language.js';
import { loadMessages } from '../../lib/report/messages/load.js';

const MAX_LATENCY_MS = 5;

export default class ProfileNew extends BaseCommand {
  static override reportsIn = LANGUAGES;

  static override summary = 'Write a first profile of the keys that no profile knows.';

  static override description = `Patterns, types, TTLs and fields are sampled from a server. No value is kept, and identifiers are replaced. Each family is operational, so that none of its keys is ever removed until you say what it is for.

Exit codes: 0 done, 1 failure, 2 usage, 5 cannot connect, 6 partial, 130 interrupted.`;

  static override examples = [
    '<%= config.bin %> profile new --from-redis --url redis://127.0.0.1:6379 -o my.yaml',
    '<%= config.bin %> profile check ./my.yaml --against redis://127.0.0.1:6379',
  ];
  static override flags = newProfileFlags;

  /** A file has no other forms. */
  static override baseFlags = {} as never;

  async run(): Promise<void> {
    const { flags } = await this.parse(ProfileNew);
    const { newProfile } = await import('../../lib/cli/profile/new.js');
    const messages = await loadMessages(this.language, this.commandName());
    const text = await newProfile(
      {
        address: connectionOptions(flags),
        name: flags.name,
        title: flags.title,
        maxCommands: flags['max-commands'] ?? Infinity,
        maxLatencyMs: MAX_LATENCY_MS,
      },
      (line) => this.say(line),
      messages,
    );
    if (flags.output === undefined) return this.print(text);
    const { writeOutput } = await import('../../lib/cli/base/output.js');
    await writeOutput(flags.output, text);
    this.say(messages.talk.written(flags.output));
  }
}
