import { Command } from '@oclif/core/command';
import * as Flags from '@oclif/core/flags';
import type { Input, ParserOutput } from '@oclif/core/interfaces';
import { EXIT } from '../../format/errors.js';
import { outgoingData, outgoingLine } from '../../format/outgoing.js';
import { safeLines } from '../../format/terminal.js';
import { concluded, successEnvelope, type Outcome } from '../../report/envelope.js';
import { printJson } from '../../report/error-envelope.js';
import type { Envelope, Given } from '../../report/envelope.js';
import { LANGUAGES, type Language } from '../../report/messages/language.js';
import { loadMessages, loadTalk } from '../../report/messages/load.js';
import type { TalkMessages } from '../../report/messages/en/talk.js';
import type { Messages } from '../../report/messages/messages.js';
import { inLanguage } from '../../report/noticed.js';
import type { ChangeReport } from '../../report/change/worded.js';
import { decideColor } from '../../report/render/style.js';
import type { Provenance } from '../../report/render/html/page.js';
import type { TextOptions } from '../../report/render/text.js';
import type { Compared } from '../../diff/model.js';
import type { ComparisonAsked } from '../diff/options.js';
import { faceFlags, isForPeople, type Face } from '../flags/face.js';
import type { Document } from '../../report/document.js';
import { faceOf } from './face.js';
import { checkMetrics } from './metrics.js';
import { reportFailure } from './failure.js';
import { wantsJson } from './json-asked.js';
import { languageOf } from './language.js';
import { refuseAddresses } from './misplaced-address.js';
import { columnsOf, FILE_WIDTH } from './width.js';

export type Result<Data> = Omit<Given<Data>, 'command'>;

type Values = Record<string, unknown>;

export interface FaceFlags {
  json: boolean;
  format?: Face | undefined;
  all: boolean;
  section?: string | undefined;
  'metric-owners'?: number | undefined;
  ascii: boolean;
  color: boolean | undefined;
}

/** Base of all commands: the global flags, the envelope on stdout, messages on stderr, failures in one sentence. */
export abstract class BaseCommand extends Command {
  static override baseFlags = {
    ...faceFlags,
    color: Flags.boolean({ description: 'colour the output, or do not', allowNo: true, helpGroup: 'GLOBAL' }),
    quiet: Flags.boolean({ char: 'q', description: 'no progress and no hints on stderr', helpGroup: 'GLOBAL' }),
    // A string, because limiters script has a --lang of its own.
    lang: Flags.string({
      options: [...LANGUAGES],
      description: 'language of reports that have it (METER_LANG, else as the locale says)',
      helpGroup: 'GLOBAL',
    }),
  };

  /** Languages of the command's reports. */
  static reportsIn: readonly Language[] = ['en'];

  private styled = false;

  protected override async parse<F extends Values, B extends Values, A extends Values>(
    options?: Input<F, B, A>,
    argv?: string[],
  ): Promise<ParserOutput<F, B, A>> {
    const parsed = await super.parse(options, argv);
    refuseAddresses(parsed, options?.flags ?? {});
    checkMetrics(this.commandName(), parsed.flags);
    const { target } = parsed.flags as Values;
    if (typeof target === 'string') Object.assign(parsed.flags, await this.flagsOfTarget(target, parsed.flags));
    return parsed;
  }

  /** The members of a named target, as flags. */
  private async flagsOfTarget(name: string, given: Values): Promise<Values> {
    const [{ targetNamed }, { flagsOf }] = await Promise.all([import('../targets/config.js'), import('../targets/expand.js')]);
    return flagsOf(await targetNamed(name, process.env), given);
  }

  /** Prints a successful result: the envelope under `--json`, else one line. */
  protected answer<Data>(result: Result<Data>, line: string): Promise<void> {
    if (!wantsJson(this.argv)) return this.print(line);
    return this.print(printJson(successEnvelope({ command: this.commandName(), ...result })));
  }

  /**
   * Prints the result of a verb, or writes it to the file, in the requested format, and sets the exit code. `document` gets data
   * that are safe to show.
   */
  protected async present<Data>(
    outcome: Outcome<Data>,
    document: (envelope: Envelope<Data>, messages: Messages) => Document | Promise<Document>,
    flags: FaceFlags,
    file?: string,
  ): Promise<void> {
    const envelope = concluded(outcome);
    const face = faceOf({ ...flags, file });
    if (face === 'json') {
      await this.deliver(printJson(envelope), file);
    } else if (face === 'prometheus') {
      await this.presentMetrics(envelope, flags['metric-owners'] ?? 0, file);
    } else {
      const { drawnPieces } = await import('../../report/render/face.js');
      const messages = await this.messagesFor(flags, file, envelope.command);
      const drawn = await document(outgoingData(inLanguage(envelope, messages), { safe: true }), messages);
      const pieces = drawnPieces({ ...drawn, words: messages.render }, face, {
        ...this.drawing(flags, file),
        page: messages.page,
        provenance: this.provenance(envelope),
      });
      if (face === 'text' && file === undefined) await this.showPieces(pieces);
      else await this.reportPieces(pieces, file);
    }
    process.exitCode = outcome.exitCode;
  }

  /**
   * The same, but if an earlier result is given, only what has changed since. `run` is called after that result was read.
   */
  protected async presentOrCompare<Data>(
    asked: ComparisonAsked,
    run: () => Promise<Outcome<Data>>,
    document: (envelope: Envelope<Data>, messages: Messages) => Document | Promise<Document>,
    flags: FaceFlags,
    file?: string,
  ): Promise<void> {
    if (asked.file === null) return this.present(await run(), document, flags, file);
    const { diffFrom, earlierResult } = await import('../diff/run.js');
    const earlier = await earlierResult(asked.file, this.commandName() as Compared);
    const outcome = diffFrom(earlier, await run(), asked.conditions);
    const { diffDocument } = await import('../../report/diff/document.js');
    return this.present(outcome, diffDocument, flags, file);
  }

  /** The same for a successful result. `exitCode`: that of findings. */
  protected presentResult<Data>(
    result: Result<Data>,
    document: (envelope: Envelope<Data>, messages: Messages) => Document,
    flags: FaceFlags,
    exitCode: number = EXIT.ok,
  ): Promise<void> {
    return this.present({ envelope: successEnvelope({ command: this.commandName(), ...result }), exitCode }, document, flags);
  }

  private provenance({ target }: Envelope<unknown>): Provenance {
    const program = `${this.config.name} ${this.config.version}`;
    return { program, command: this.commandName(), target: target?.name ?? null, made: new Date() };
  }

  /** Presents the plan or the receipt of a verb that changes keys. */
  protected async presentChange(outcome: Outcome<ChangeReport>, flags: FaceFlags): Promise<void> {
    const [{ changeDocument }, { changeIn }] = await Promise.all([
      import('../../report/change/document.js'),
      import('../../report/change/in-language.js'),
    ]);
    await this.present(
      outcome,
      async (envelope, messages) => changeDocument(await changeIn(envelope, messages), messages),
      flags,
    );
  }

  /** The language of what people read. */
  protected get language(): Language {
    return languageOf(this.argv, process.env);
  }

  /** The language of a result: machines get English, and so does who asks for another that the reports do not have. */
  protected languageFor(flags: FaceFlags, file?: string): Language {
    const { reportsIn } = this.ctor as typeof BaseCommand;
    return isForPeople(faceOf({ ...flags, file })) && reportsIn.includes(this.language) ? this.language : 'en';
  }

  /** The texts of a result. `verb`: that of the result, if it is that of another command. */
  protected messagesFor(flags: FaceFlags, file?: string, verb = this.commandName()): Promise<Messages> {
    return loadMessages(this.languageFor(flags, file), verb);
  }

  /** What is said on stderr, in the language of the reports. */
  private talk(): Promise<TalkMessages> {
    const { reportsIn } = this.ctor as typeof BaseCommand;
    return loadTalk(reportsIn.includes(this.language) ? this.language : 'en');
  }

  /** How a result is drawn. For a file: without colours, and in the width of files. */
  protected drawing(flags: FaceFlags, file?: string): TextOptions {
    const { all, section = null, ascii } = flags;
    if (file !== undefined) return { color: false, width: FILE_WIDTH, all, section, ascii };
    return { color: this.useColor(flags.color), width: this.width(), all, section, ascii };
  }

  /** Writes to stdout and waits until it is written. */
  protected print(text: string): Promise<void> {
    return this.toStdout(text.endsWith('\n') ? text : `${text}\n`);
  }

  /** Metrics of a verb that has some; `parse` refuses the format for others. Whoever collects the file must be able to read it. */
  private async presentMetrics(envelope: Envelope<unknown>, owners: number, file: string | undefined): Promise<void> {
    const { metricsText } = await import('../../report/metrics/index.js');
    const text = await metricsText(outgoingData(envelope, { safe: false }), { owners, at: Date.now() });
    if (file === undefined) return this.print(text);
    const { writeOutput } = await import('./output.js');
    await writeOutput(file, text, 0o644);
    this.say((await this.talk()).written(file));
  }

  /** Writes a report to stdout, or to the file: completely or not at all. */
  private async deliver(text: string, file: string | undefined): Promise<void> {
    if (file === undefined) return this.print(text);
    const { writeOutput } = await import('./output.js');
    await writeOutput(file, safeLines(text));
    this.say((await this.talk()).written(file));
  }

  /** Prints a report that is too long for memory, or writes it to the file. */
  protected async reportPieces(pieces: Iterable<string> | AsyncIterable<string>, file: string | undefined): Promise<void> {
    const { grouped, writeOutputPieces } = await import('./output.js');
    if (file === undefined) {
      for await (const piece of grouped(pieces)) await this.toStdout(piece);
      return;
    }
    await writeOutputPieces(file, pieces);
    this.say((await this.talk()).written(file));
  }

  /** Prints a text for people: through their pager if they have one and the text is longer than the screen. */
  private async showPieces(pieces: AsyncIterable<string>): Promise<void> {
    const { page, screenOf } = await import('./pager.js');
    const screen = screenOf(process, (text) => this.toStdout(text));
    if (screen === null) return this.reportPieces(pieces, undefined);
    const { styled } = this;
    const safe = (async function* () {
      for await (const piece of pieces) yield safeLines(piece, { styled });
    })();
    await page(safe, screen);
  }

  private toStdout(text: string): Promise<void> {
    const safe = safeLines(text, { styled: this.styled });
    return new Promise((resolve, reject) => {
      process.stdout.write(safe, (error) => (error ? reject(error) : resolve()));
    });
  }

  /** Messages for people, one line each. They are never part of the result. */
  protected say(...lines: readonly string[]): void {
    if (this.argv.includes('--quiet') || this.argv.includes('-q')) return;
    for (const line of lines) process.stderr.write(`${outgoingLine(line)}\n`);
  }

  /** Functions for messages to people, for code below the command. */
  protected get people(): { say: (line: string) => void; showAside: (text: string) => void } {
    return { say: (line) => this.say(line), showAside: (text) => this.showAside(text) };
  }

  /** Prints a rendered text before a question. */
  protected showAside(text: string): void {
    process.stderr.write(safeLines(text.endsWith('\n') ? text : `${text}\n`, { styled: this.styled }));
  }

  protected useColor(flag: boolean | undefined): boolean {
    this.styled = decideColor({ flag, env: process.env, isTTY: process.stdout.isTTY === true });
    return this.styled;
  }

  /** Columns of the output. */
  protected width(): number {
    return columnsOf(process);
  }

  protected commandName(): string {
    return (this.id ?? '').replaceAll(':', ' ');
  }

  protected override async catch(error: Error): Promise<void> {
    // Under NODE_ENV=development oclif warns if a line was never parsed, also if it cannot be parsed.
    this.parsed = true;
    const { language } = this;
    await reportFailure(error, { command: this.commandName(), json: wantsJson(this.argv), warnings: [], language });
  }
}
