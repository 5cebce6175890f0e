import { alertsFlags } from '../lib/cli/alerts/flags.js';
import { alertsRequest } from '../lib/cli/alerts/options.js';
import { alertsWith, watchAlerts } from '../lib/cli/alerts/run.js';
import { BaseCommand } from '../lib/cli/base/command.js';
import { checkFace, faceOf } from '../lib/cli/base/face.js';
import { inputFiles } from '../lib/cli/base/input-files.js';
import { checkOutput } from '../lib/cli/base/output.js';
import { EXIT } from '../lib/format/errors.js';
import { ALERTS_SECTIONS } from '../lib/report/alerts/sections.js';
import { watchJson, watchLine } from '../lib/report/alerts/event.js';
import { LANGUAGES } from '../lib/report/messages/language.js';

export default class Alerts extends BaseCommand {
  static override reportsIn = LANGUAGES;

  static override summary = 'Tell once when a limit or a budget is nearly used up.';

  static override description = `Compares each limit that the application keeps, and budgets of your own, with thresholds: 80 % is info, 95 % a warning, 100 % critical. With --watch or --state each threshold is reported once in a period, and again when it is left. Only reading commands are sent to Redis.

Exit codes: 0 done, 1 failure, 2 usage, 3 an alert at or above --fail-on, 4 the application keeps no limits in Redis, 5 no connection, 6 partial report, or an event that a receiver did not take, 130 interrupted.`;

  static override usage = 'alerts [--url URL | --host HOST | --env-file FILE | --sentinel NODES | --rdb FILE] [FLAGS]';

  static override examples = [
    '$ REDIS_URL=rediss://user:password@host:6379 <%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --at 50,80,100 --fail-on warning',
    "<%= config.bin %> <%= command.id %> --budget 'key:alice=50usd/month' --budget all=500usd/month",
    '<%= config.bin %> <%= command.id %> --watch 1m --webhook https://hooks.slack.com/services/…',
    '<%= config.bin %> <%= command.id %> --watch 1m --json | jq --unbuffered -r .text',
    '<%= config.bin %> <%= command.id %> --state alerts.json --exec ./notify.sh',
  ];

  static override flags = alertsFlags;

  async run(): Promise<void> {
    const { flags } = await this.parse(Alerts);
    checkFace({ ...flags, file: flags.output }, ALERTS_SECTIONS);
    if (flags.output !== undefined) await checkOutput(flags.output, inputFiles(flags));
    const request = alertsRequest(flags, process.env);
    const { alertsIn, eventsIn } = await import('../lib/report/alerts/in-language.js');
    if (request.watchMs === null) {
      const { talk } = await this.messagesFor(flags, flags.output);
      const outcome = await alertsWith(request, (text) => this.say(text), talk);
      const { alertsDocument } = await import('../lib/report/alerts/document.js');
      return this.present(
        outcome,
        async (envelope, messages) => alertsDocument(await alertsIn(envelope, messages), messages),
        flags,
        flags.output,
      );
    }
    const isJson = faceOf(flags) === 'json';
    const words = await this.messagesFor(flags);
    await watchAlerts(request, request.watchMs, {
      print: async (messages) => {
        const lines = isJson ? messages.map(watchJson) : (await eventsIn(messages, words)).map((each) => watchLine(each, words));
        for (const line of lines) await this.print(line);
      },
      say: (text) => this.say(text),
      warn: (text) => this.showAside(`meter: ${text}`),
      messages: words,
    });
    // Only Ctrl-C ends it.
    process.exitCode = EXIT.interrupted;
  }
}
