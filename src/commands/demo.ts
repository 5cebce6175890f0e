import { BaseCommand } from '../lib/cli/base/command.js';
import { checkFace } from '../lib/cli/base/face.js';
import { checkOutput } from '../lib/cli/base/output.js';
import { demoFlags, type DemoFlags } from '../lib/cli/demo/flags.js';
import { demoData } from '../lib/cli/demo/data.js';
import { demoPlan, relayFrom, type AuditPlan, type Relay, type WritePlan } from '../lib/cli/demo/options.js';
import { LANGUAGES } from '../lib/report/messages/language.js';
import { AUDIT_SECTIONS } from '../lib/report/audit/sections.js';

type Flags = DemoFlags & { quiet: boolean; color: boolean | undefined };

export default class Demo extends BaseCommand {
  static override reportsIn = LANGUAGES;

  static override summary = 'Try meter on a made-up relay, without any Redis of your own.';

  static override description = `Makes the Redis keys of a relay after 40 days of traffic, with a few faults planted in them, and audits them as a snapshot.
With --live they are put on a temporary server on which every command can be tried, with --write into a file.

Exit codes: 0 done, 1 failure, 2 usage, 3 findings at or above --fail-on, 4 the file is there already, 130 interrupted (Ctrl-C ends --live with 0).`;

  static override usage = 'demo [--live | --write FILE] [FLAGS]';

  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --live',
    '<%= config.bin %> <%= command.id %> --write relay.rdb --now 2026-11-20T19:45:00Z',
    '<%= config.bin %> <%= command.id %> --write - --format resp | redis-cli -p 6390 --pipe',
  ];

  static override flags = demoFlags;

  async run(): Promise<void> {
    const { flags } = await this.parse(Demo);
    const plan = demoPlan(flags, process.stdout.isTTY === true);
    const relay = relayFrom(flags);
    switch (plan.kind) {
      case 'audit':
        return this.audit(flags, relay, plan);
      case 'live':
        return this.live(flags, relay);
      case 'write':
        return this.write(flags, relay, plan);
    }
  }

  private async audit(flags: Flags, relay: Relay, plan: AuditPlan): Promise<void> {
    const { output: file } = flags;
    const shown = { ...flags, format: plan.format };
    checkFace({ ...shown, file }, AUDIT_SECTIONS);
    if (file !== undefined) await checkOutput(file, []);
    const [{ auditDemo, withSnapshot, NEXT_STEPS }, { auditDocument }] = await Promise.all([
      import('../lib/cli/demo/audit.js'),
      import('../lib/report/audit/document.js'),
    ]);
    await withSnapshot(relay, async (snapshot) => {
      const messages = await this.messagesFor(shown, file);
      const outcome = await auditDemo(snapshot, relay.now, plan, {
        quiet: flags.quiet,
        say: (text) => this.say(text),
        messages,
      });
      await this.present(outcome, auditDocument, shown, file);
    });
    this.say(...NEXT_STEPS);
  }

  private async live(flags: Flags, relay: Relay): Promise<void> {
    const { runLive, liveText } = await import('../lib/cli/demo/live.js');
    await runLive(relay, async (url, manifest) => {
      const data = demoData(relay, manifest, { server: { url } });
      await this.answer({ data, target: null, warnings: [], spent: null }, url);
      this.say(...liveText(url, data.relay.keys, flags.now));
    });
    this.say('Stopped; the server and its data are gone.');
  }

  private async write(flags: Flags, relay: Relay, plan: WritePlan): Promise<void> {
    const { writeRelay, writtenText } = await import('../lib/cli/demo/write.js');
    const { bytes, result } = await writeRelay(relay, plan);
    if (flags.json || flags.format === 'json') {
      const data = demoData(relay, result, { written: { file: plan.file, format: plan.format, bytes } });
      await this.answer({ data, target: null, warnings: [], spent: null }, '');
    }
    this.say(...writtenText({ bytes, result }, plan, flags.now));
  }
}
