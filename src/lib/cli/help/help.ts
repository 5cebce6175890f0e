import { CommandHelp, Help } from '@oclif/core/help';
import { orderedFlagGroups } from './flag-groups.js';
import { TOPICS, type Topic } from './topics.js';

/** The order of work with a Redis. */
const WORK: [string, string][] = [
  ['1 look', 'meter audit, doctor, measure, usage, limits, limiters, alerts'],
  ['2 estimate', 'meter estimate, meter flags list'],
  ['3 decide', 'meter advise, meter trial limiters'],
  ['4 change', 'meter prune, meter migrate, meter flags set: each shows its plan and asks first'],
  ['5 check', 'meter fix-consistency, meter diff, meter growth'],
  ['6 undo', 'meter restore'],
];

const EXAMPLES = [
  '$ meter demo',
  '$ REDIS_URL=rediss://user:password@host:6379 meter audit',
  '$ meter advise --env-file /opt/relay/.env',
];

/** oclif's help, with the order of work first, and a command's own flags before shared flags. */
export default class MeterHelp extends Help {
  protected override CommandHelpClass = MeterCommandHelp;

  override async showHelp(argv: string[]): Promise<void> {
    const words = argv.filter((word) => !word.startsWith('-'));
    const topic = words.length === 1 ? TOPICS.find(({ name }) => name === words[0]) : undefined;
    if (topic === undefined) return super.showHelp(argv);
    await this.showTopic(topic);
  }

  protected override async showRootHelp(): Promise<void> {
    this.log(`${this.formatRoot()}\n`);
    this.log(`${this.section('ORDER OF WORK', WORK)}\n`);
    this.log(`${this.formatCommands(this.sortedCommands.filter(({ id }) => !id.includes(':') && !GENERAL.has(id)))}\n`);
    const groups = this.sortedTopics.map(({ name, description = '' }): [string, string] => [`${name} COMMAND`, description]);
    this.log(`${this.section('COMMAND GROUPS', groups)}\n`);
    this.log(`${this.section('EXAMPLES', EXAMPLES.join('\n'))}\n`);
    const topics = TOPICS.map(({ name, title }): [string, string] => [`meter help ${name}`, title]);
    this.log(this.section('MORE HELP', [['meter COMMAND --help', 'What a command does, and its flags'], ...topics]));
  }

  private async showTopic({ title, sections }: Topic): Promise<void> {
    this.log(`${title}\n`);
    this.log(
      (await sections())
        .map(([header, body]) => this.section(header, typeof body === 'string' ? this.wrap(body) : body))
        .join('\n\n'),
    );
  }
}

/** Commands of oclif itself. */
const GENERAL: ReadonlySet<string> = new Set(['help', 'autocomplete', 'completion']);

class MeterCommandHelp extends CommandHelp {
  protected override sections(): ReturnType<CommandHelp['sections']> {
    const others = new Map(super.sections().map((section) => [section.header, section]));
    const named = (header: string): ReturnType<CommandHelp['sections']> => {
      const section = others.get(header);
      return section === undefined ? [] : [section];
    };
    return [
      ...named('USAGE'),
      { header: 'DESCRIPTION', generate: ({ cmd }) => (cmd.description === undefined ? undefined : this.wrap(cmd.description)) },
      ...named('ARGUMENTS'),
      {
        header: 'FLAGS',
        generate: ({ cmd }, header) =>
          orderedFlagGroups(cmd.flags).map(({ title, flags, others: rest }) => ({
            header: title ?? header,
            body: [...(this.flags(flags) ?? []), ...(rest === null ? [] : [['', rest] as [string, string]])],
          })),
      },
      ...named('EXAMPLES'),
    ];
  }
}
