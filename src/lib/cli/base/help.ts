import { Help } from '@oclif/core/help';

const EXAMPLES = [
  '$ meter audit --url redis://127.0.0.1:6379',
  '$ REDIS_URL=rediss://user:password@host:6379 meter audit',
  '$ meter profile show claude-relay-service',
];

const ENVIRONMENT: [string, string][] = [
  ['REDIS_URL', 'the Redis to look at, where no flag names one'],
  ['METER_SENTINEL_PASSWORD', 'password of the sentinels themselves; METER_SENTINEL_USER: their ACL user'],
  ['NO_COLOR', 'no colours; FORCE_COLOR: colours even where the output is no terminal'],
  ['COLUMNS', 'width of the output, whatever the terminal has'],
  ['METER_DEBUG', '1: show where an unexpected failure happened'],
];

const EXIT_CODES: [string, string][] = [
  ['0', 'done'],
  ['1', 'failure'],
  ['2', 'usage: the command line is wrong'],
  ['3', 'findings at or above --fail-on, or a profile that is not sound'],
  ['4', 'refused, or a confirmation is missing'],
  ['5', 'cannot connect or log in'],
  ['6', 'partial: the report says what is missing'],
  ['130', 'interrupted'],
];

/** oclif's help; that of `meter` alone goes on with what holds for every command. */
export default class MeterHelp extends Help {
  protected override async showRootHelp(): Promise<void> {
    await super.showRootHelp();
    const sections: [string, string | [string, string][]][] = [
      ['EXAMPLES', EXAMPLES.join('\n')],
      ['ENVIRONMENT', ENVIRONMENT],
      ['EXIT CODES', EXIT_CODES],
    ];
    for (const [header, body] of sections) this.log(`${this.section(header, body)}\n`);
    this.log('  meter COMMAND --help tells more about a command.');
  }
}
