import { Command } from '@oclif/core/command';
import * as Flags from '@oclif/core/flags';
import type { Input, ParserOutput } from '@oclif/core/interfaces';
import { successEnvelope, printJson } from '../report/envelope.js';
import type { Envelope } from '../report/model.js';
import { decideColor } from '../report/style.js';
import { reportFailure } from './failure.js';
import { refuseAddresses } from './misplaced-address.js';

export type Result<Data> = Pick<Envelope<Data>, 'target' | 'data' | 'warnings' | 'spent'>;

type Values = Record<string, unknown>;

/** Columns of what is read in an editor, a mail or a ticket. */
export const FILE_WIDTH = 120;

/** What every command shares: the global flags, the envelope on stdout, talk on stderr, failures in one sentence. */
export abstract class BaseCommand extends Command {
  static override baseFlags = {
    json: Flags.boolean({ description: 'print the result as JSON', helpGroup: 'GLOBAL' }),
    color: Flags.boolean({ description: 'colour the output, or do not', allowNo: true, helpGroup: 'GLOBAL' }),
    quiet: Flags.boolean({ char: 'q', description: 'no progress and no hints on stderr', helpGroup: 'GLOBAL' }),
  };

  protected override async parse<F extends Values, B extends Values, A extends Values>(
    options?: Input<F, B, A>,
    argv?: string[],
  ): Promise<ParserOutput<F, B, A>> {
    const parsed = await super.parse(options, argv);
    refuseAddresses(parsed, options?.flags ?? {});
    return parsed;
  }

  /** Prints the result: the envelope under `--json`, else the text. */
  protected async succeed<Data>(
    result: Result<Data>,
    text: (envelope: Envelope<Data>) => string | Promise<string>,
  ): Promise<void> {
    const envelope = successEnvelope({ command: this.commandName(), ...result });
    await this.print(this.wantsJson() ? printJson(envelope) : await text(envelope));
  }

  /** Writes to stdout and waits until it is written. */
  protected print(text: string): Promise<void> {
    return new Promise((resolve, reject) => {
      process.stdout.write(text.endsWith('\n') ? text : `${text}\n`, (error) => (error ? reject(error) : resolve()));
    });
  }

  /** Writes a report to the file, whole or not at all, or to stdout. */
  protected async deliver(text: string, file: string | undefined): Promise<void> {
    if (file === undefined) return this.print(text);
    const { writeOutput } = await import('./output.js');
    await writeOutput(file, text);
    this.say(`Written to ${file}.`);
  }

  /** Talk for people; never part of the result. */
  protected say(text: string): void {
    if (!this.argv.includes('--quiet') && !this.argv.includes('-q')) process.stderr.write(`${text}\n`);
  }

  protected useColor(flag: boolean | undefined): boolean {
    return decideColor({ flag, env: process.env, isTTY: process.stdout.isTTY === true });
  }

  /** Columns of the output: COLUMNS, the terminal's, or enough for a file. */
  protected width(): number {
    const fromEnv = Number(process.env.COLUMNS);
    return Number.isInteger(fromEnv) && fromEnv > 0 ? fromEnv : (process.stdout.columns ?? FILE_WIDTH);
  }

  protected commandName(): string {
    return (this.id ?? '').replaceAll(':', ' ');
  }

  private wantsJson(): boolean {
    const format = this.argv.indexOf('--format');
    return (
      this.argv.includes('--json') || this.argv.includes('--format=json') || (format >= 0 && this.argv[format + 1] === 'json')
    );
  }

  protected override async catch(error: Error): Promise<void> {
    // Under NODE_ENV=development oclif warns of a line never parsed, and takes one that cannot be parsed for that.
    this.parsed = true;
    reportFailure(error, { command: this.commandName(), json: this.wantsJson(), warnings: [] });
  }
}
