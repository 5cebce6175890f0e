/** The verbs in the tests' own process, several at a time: what `meter` does between its arguments and its report. */
import type { FlagInput } from '@oclif/core/interfaces';
import { parse } from '@oclif/core/parser';
import { EXIT, MeterError } from '../../../src/lib/format/errors.js';
import { en } from '../../../src/lib/report/messages/en.js';
import type { ChangeReport } from '../../../src/lib/report/change/worded.js';
import type { Talk } from '../../../src/lib/cli/change/run.js';
import { consistencyFlags } from '../../../src/lib/cli/consistency/flags.js';
import { checkRequest } from '../../../src/lib/cli/consistency/options.js';
import { copyFlags, resetFlags, setFlags, unsetFlags } from '../../../src/lib/cli/limits/change/flags.js';
import { copyRequest, setRequest, takeRequest, type LimitsChangeRequest } from '../../../src/lib/cli/limits/change/options.js';
import { changeLimitsWith } from '../../../src/lib/cli/limits/change/run.js';
import { migrateFlags } from '../../../src/lib/cli/migrate/flags.js';
import { migrateRequest } from '../../../src/lib/cli/migrate/options.js';
import { migrateWith } from '../../../src/lib/cli/migrate/run.js';
import { pruneFlags } from '../../../src/lib/cli/prune/flags.js';
import { pruneRequest } from '../../../src/lib/cli/prune/options.js';
import { pruneWith } from '../../../src/lib/cli/prune/run.js';
import { repairRequest } from '../../../src/lib/cli/repair/options.js';
import { repairWith } from '../../../src/lib/cli/repair/run.js';
import { restoreFlags } from '../../../src/lib/cli/restore/flags.js';
import { restoreRequest, wantedFrom } from '../../../src/lib/cli/restore/options.js';
import { archivesFrom, restoreWith } from '../../../src/lib/cli/restore/run.js';

export interface Ended {
  code: number;
  /** `null`: it ended before there was a result. */
  data: ChangeReport | null;
  said: string;
}

const TALK: Talk = { say: () => {}, showPlan: () => Promise.resolve(), quiet: true, messages: en, meterVersion: '0.1.0' };

export async function meter(args: readonly string[]): Promise<Ended> {
  const [verb, ...argv] = args;
  try {
    const { envelope, exitCode } = await VERBS[verb!]!(argv);
    return { code: exitCode, data: envelope.data, said: envelope.warnings.join('\n') };
  } catch (error) {
    if (error instanceof MeterError) return { code: error.exitCode, data: null, said: `${error.code}: ${error.message}` };
    return { code: EXIT.failure, data: null, said: `Unexpected failure: ${String((error as Error).stack)}` };
  }
}

interface Done {
  envelope: { data: ChangeReport; warnings: string[] };
  exitCode: number;
}

const LIMITS: Record<string, { flags: FlagInput; request: (flags: never) => LimitsChangeRequest }> = {
  set: { flags: setFlags, request: setRequest },
  unset: { flags: unsetFlags, request: (flags) => takeRequest('unset', flags) },
  reset: { flags: resetFlags, request: (flags) => takeRequest('reset', flags) },
  copy: { flags: copyFlags, request: copyRequest },
};

const VERBS: Record<string, (argv: string[]) => Promise<Done>> = {
  async prune(argv) {
    const { flags } = await parse(argv, { flags: pruneFlags, strict: true });
    return pruneWith(pruneRequest(flags as never), TALK);
  },
  async migrate(argv) {
    const { flags } = await parse(argv, { flags: migrateFlags, strict: true });
    return migrateWith(migrateRequest(flags as never), TALK);
  },
  async limits([verb, ...argv]) {
    const { flags, request } = LIMITS[verb!]!;
    const parsed = await parse(argv, { flags, strict: true });
    return changeLimitsWith(request(parsed.flags as never), TALK);
  },
  async restore(argv) {
    const { flags, argv: paths } = await parse(argv, { flags: restoreFlags, strict: false });
    const archives = await archivesFrom(paths as string[], wantedFrom(flags as never));
    return restoreWith(archives, restoreRequest(flags as never), TALK);
  },
  async 'fix-consistency'(argv) {
    const { flags } = await parse(argv, { flags: consistencyFlags, strict: true });
    const check = checkRequest({ ...flags, quiet: true, all: false } as never);
    const { envelope, exitCode } = await repairWith(repairRequest(flags as never, check), TALK);
    return { envelope: { data: envelope.data.applied!, warnings: envelope.warnings }, exitCode: exitCode ?? EXIT.ok };
  },
};
