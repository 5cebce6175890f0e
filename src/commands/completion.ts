import { says } from '../lib/errors/command-line.js';
import * as Args from '@oclif/core/args';
import { BaseCommand } from '../lib/cli/base/command.js';
import { usageError } from '../lib/format/errors.js';
import { safeText } from '../lib/format/terminal.js';
import { SHELLS } from '../lib/cli/completion/script.js';

export default class Completion extends BaseCommand {
  static override summary = 'Print a script that completes commands, flags, files, families and profiles in a shell.';

  static override description = `Load it in each new shell, such as in ~/.bashrc or ~/.zshrc. For PowerShell there is meter autocomplete, which completes commands and flags.

Exit codes: 0 done, 2 usage.`;

  static override examples = ['source <(<%= config.bin %> completion bash)', 'source <(<%= config.bin %> completion zsh)'];

  static override args = {
    shell: Args.string({ required: true, description: 'bash or zsh' }),
  };

  /** A script has no other forms. */
  static override baseFlags = {} as never;

  async run(): Promise<void> {
    const { args } = await this.parse(Completion);
    const [{ completionScript }, { completedCommands, knownWords }] = await Promise.all([
      import('../lib/cli/completion/script.js'),
      import('../lib/cli/completion/words.js'),
    ]);
    const shell = SHELLS.find((each) => each === args.shell);
    if (shell === undefined)
      throw usageError(says('completion-shell', { shell: safeText(args.shell.slice(0, 40)), known: SHELLS }));
    await this.print(completionScript(this.config.bin, shell, completedCommands(this.config), await knownWords()));
  }
}
