import { BaseCommand } from '../lib/cli/base/command.js';
import { checkFace, faceOf } from '../lib/cli/base/face.js';
import { inputFiles } from '../lib/cli/base/input-files.js';
import { checkOutput } from '../lib/cli/base/output.js';
import { doctorFlags } from '../lib/cli/doctor/flags.js';
import { doctorRequest } from '../lib/cli/doctor/options.js';
import { doctorWith } from '../lib/cli/doctor/run.js';
import { DOCTOR_SECTIONS } from '../lib/report/doctor/sections.js';
import { LANGUAGES } from '../lib/report/messages/language.js';

export default class Doctor extends BaseCommand {
  static override reportsIn = LANGUAGES;

  static override summary = 'Check the health of a Redis, and the rights of this user.';

  static override description = `Checks the connection, latency, memory, persistence, clients, replication, errors, security, the application's settings, and the rights of the user. Each check ends ok, with a warning, as a failure, or skipped with the reason. Only reading commands are executed.

Exit codes: 0 done, 1 failure, 2 usage, 3 a check at or above --fail-on, 5 no connection, 6 partial report, 130 interrupted.`;

  static override usage = 'doctor [--url URL | --host HOST | --env-file FILE | --sentinel NODES] [FLAGS]';

  static override examples = [
    '$ REDIS_URL=rediss://user:password@host:6379 <%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --env-file /opt/relay/.env --all',
    '<%= config.bin %> <%= command.id %> --rate 200 --processes 4 --rtt 1ms',
    '<%= config.bin %> <%= command.id %> --json --fail-on fail',
  ];

  static override flags = doctorFlags;

  async run(): Promise<void> {
    const { flags } = await this.parse(Doctor);
    checkFace({ ...flags, file: flags.output }, DOCTOR_SECTIONS);
    if (flags.output !== undefined) await checkOutput(flags.output, inputFiles(flags));
    // A server counts each command that a user may not send, so that a job that runs all day does not ask.
    const rights = faceOf({ ...flags, file: flags.output }) !== 'prometheus';
    const messages = await this.messagesFor(flags, flags.output);
    const outcome = await doctorWith(doctorRequest(flags), (text) => this.say(text), { rights }, messages);
    const { doctorDocument } = await import('../lib/report/doctor/document.js');
    await this.present(outcome, doctorDocument, flags, flags.output);
  }
}
