import type { Command } from '@oclif/core/command';
import { CommandHelp, Help } from '@oclif/core/help';
import type * as Interfaces from '@oclif/core/interfaces';
import type { Language } from '../../report/messages/language.js';
import { languageOf } from '../base/language.js';
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

/** Puts a text of the help into the language of its reader. */
type Translate = (english: string) => string;

const inEnglish: Translate = (english) => english;

/** Loads the texts of this language. What has none stays English. */
async function translateTo(language: Language): Promise<Translate> {
  if (language === 'en') return inEnglish;
  const { texts } = await import('./zh-CN/index.js');
  return (english) => texts[english] ?? english;
}

/** oclif's help, with the order of work first, and a command's own flags before shared flags. */
export default class MeterHelp extends Help {
  protected override CommandHelpClass = MeterCommandHelp;
  private translate = inEnglish;

  override async showHelp(argv: string[]): Promise<void> {
    this.translate = await translateTo(languageOf(argv, process.env));
    this.CommandHelpClass = commandHelpIn(this.translate);
    const words = withoutLanguage(argv).filter((word) => !word.startsWith('-'));
    const topic = words.length === 1 ? TOPICS.find(({ name }) => name === words[0]) : undefined;
    if (topic === undefined) return super.showHelp(withoutLanguage(argv));
    await this.showTopic(topic);
  }

  override section(header: string, body: Parameters<Help['section']>[1]): string {
    return super.section(this.translate(header), body);
  }

  override async showCommandHelp(command: Command.Loadable): Promise<void> {
    return super.showCommandHelp(translated(command, this.translate));
  }

  protected override formatCommands(commands: Command.Loadable[]): string {
    return super.formatCommands(commands.map((command) => translated(command, this.translate)));
  }

  protected override formatTopic(topic: Interfaces.Topic): string {
    return super.formatTopic({ ...topic, description: this.translate(topic.description ?? '') });
  }

  override formatRoot(): string {
    const { pjson, userAgent, bin } = this.config;
    const description = this.translate(pjson.oclif.description ?? pjson.description ?? '');
    return [description, this.section('VERSION', userAgent), this.section('USAGE', `$ ${bin} [COMMAND]`)].join('\n\n');
  }

  protected override async showRootHelp(): Promise<void> {
    const { translate } = this;
    const rows = (list: readonly (readonly [string, string])[]): [string, string][] =>
      list.map(([head, text]) => [translate(head), translate(text)]);
    this.log(`${this.formatRoot()}\n`);
    this.log(`${this.section('ORDER OF WORK', rows(WORK))}\n`);
    this.log(`${this.formatCommands(this.sortedCommands.filter(({ id }) => !id.includes(':') && !GENERAL.has(id)))}\n`);
    const groups = this.sortedTopics.map(({ name, description = '' }): [string, string] => [`${name} COMMAND`, description]);
    this.log(`${this.section('COMMAND GROUPS', rows(groups))}\n`);
    this.log(`${this.section('EXAMPLES', EXAMPLES.join('\n'))}\n`);
    const topics = TOPICS.map(({ name, title }): [string, string] => [`meter help ${name}`, title]);
    const more: [string, string][] = [['meter COMMAND --help', 'What a command does, and its flags'], ...topics];
    this.log(this.section('MORE HELP', rows(more)));
  }

  private async showTopic({ title, sections }: Topic): Promise<void> {
    const { translate } = this;
    this.log(`${translate(title)}\n`);
    this.log(
      (await sections())
        .map(([header, body]) =>
          this.section(
            header,
            typeof body === 'string'
              ? this.wrap(translate(body))
              : body.map(([head, text]): [string, string] => [head, translate(text)]),
          ),
        )
        .join('\n\n'),
    );
  }
}

/** oclif takes the value of --lang for a command. */
const withoutLanguage = (argv: readonly string[]): string[] =>
  argv.filter((word, index) => !word.startsWith('--lang=') && word !== '--lang' && argv[index - 1] !== '--lang');

/** Commands of oclif itself. */
const GENERAL: ReadonlySet<string> = new Set(['help', 'autocomplete', 'completion']);

/** The command with its texts in a language. One without a longer text is described by its summary. */
function translated<Shown extends Command.Loadable>(command: Shown, translate: Translate): Shown {
  if (translate === inEnglish) return command;
  const { summary, description = '', flags, args } = command;
  const own = translate(description);
  const inLanguage = <Described extends { description?: string }>(all: Record<string, Described>): Record<string, Described> =>
    Object.fromEntries(
      Object.entries(all).map(([name, each]) => [name, { ...each, description: translate(each.description ?? '') }]),
    );
  return {
    ...command,
    ...(summary !== undefined && { summary: translate(summary) }),
    description: own === description && summary !== undefined ? undefined : own,
    flags: inLanguage(flags),
    args: inLanguage(args),
  };
}

/** Flags of the connection that the help of a command only names. */
const OTHERS = 'also {flags}: see meter help connecting';

class MeterCommandHelp extends CommandHelp {
  protected readonly translate: Translate = inEnglish;

  override section(header: string, body: Parameters<CommandHelp['section']>[1]): string {
    return super.section(this.translate(header), body);
  }

  private others(flags: readonly string[]): [string, string][] {
    return flags.length === 0 ? [] : [['', this.translate(OTHERS).replace('{flags}', flags.join(', '))]];
  }

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
            body: [...(this.flags(flags) ?? []), ...this.others(rest)],
          })),
      },
      ...named('EXAMPLES'),
    ];
  }
}

const commandHelpIn = (translate: Translate): typeof MeterCommandHelp =>
  class extends MeterCommandHelp {
    protected override readonly translate = translate;
  };
