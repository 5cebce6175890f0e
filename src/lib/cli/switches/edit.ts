/** An edit of `set`, `unset` and `preset`: planned, shown, confirmed, written. */
import { says } from '../../errors/command-line.js';
import { assignmentsOf, valuesOf } from '../../format/dotenv.js';
import { readableText } from '../../format/encoding.js';
import { changeVariables } from '../../switches/changes.js';
import { encodingNotices } from '../../switches/encoding-notices.js';
import { bytesOf, loadEnvFile, replaceEnvFile, type EnvFile } from '../../switches/file.js';
import { printSettings, type PrintForm } from '../../switches/print.js';
import { isAway, switchesOf, type Settings } from '../../switches/settings.js';
import { unifiedDiff } from '../../switches/unified-diff.js';
import { EXIT, MeterError, usageError } from '../../format/errors.js';
import { safeText } from '../../format/terminal.js';
import type { Profile } from '../../profile/types.js';
import { estimatedText } from '../../recognise/words.js';
import type { FlagsEditData } from '../../switches/model.js';
import { confirm } from '../prompt/confirm.js';
import { answerOf } from './ask.js';
import { applicationFrom, deployedFrom, type Application, type Deployed } from './deployed.js';
import type { EditRequest } from './options.js';
import { undoOf, type Undo } from './undo.js';
import { onInterrupt } from '../base/interrupt.js';
import type { Envelope } from '../../report/envelope.js';
import type { Notice } from '../../report/messages/notices.js';
import type { FlagsReportMessages } from '../../report/messages/en/flags-report.js';
import type { Language } from '../../report/messages/language.js';
import type { Messages } from '../../report/messages/messages.js';
import type { SwitchNotice } from '../../switches/notices.js';

/** The requested settings, given those of the file. */
export type Wanted = (profile: Profile, present: ReadonlyMap<string, string>) => Settings;

export interface EditPlan {
  data: FlagsEditData;
  warnings: Notice[];
  /** Commands that asked for the release; `null`: none. */
  spent: Envelope<unknown>['spent'];
  /** The file and its new text; `null`: nothing to write. */
  write: { file: EnvFile; text: string } | null;
  undo: Undo;
}

/** Fails before anything is shown if it would set a switch that the application certainly does not read. */
export async function planEdit(request: EditRequest, wanted: Wanted, language: Language = 'en'): Promise<EditPlan> {
  const { envFile: path, print, force } = request;
  const application = await applicationFrom(request, language);
  if (print !== null) return printPlan(request, application, wanted, print);
  if (path === null)
    throw usageError('Which file is to be edited?', 'Name it: --env-file FILE; without a file: --print shell|docker|k8s|render');
  const file = await loadEnvFile(path);
  const { profile } = application;
  const settings = wanted(profile, valuesOf(assignmentsOf(file.text)));
  const edit = changeVariables(file.editable, settings);
  const changed = edit.changes.filter(({ kind }) => kind !== 'unchanged').map(({ name }) => name);
  const { deployed, warnings, spent } = await deployedAs(application, request, settings, changed);
  checkRead(deployed, settings, changed, force);
  return {
    data: {
      profile: nameOf(deployed),
      file: file.name,
      changes: edit.changes.map(({ name, kind, before, after, lines }) => ({
        env: name,
        kind,
        before,
        after,
        lines: [...lines],
      })),
      diff: unifiedDiff(
        file.name,
        readable(file, file.editable),
        readable(file, edit.text),
        new Set(switchesOf(profile).map(({ env }) => env)),
      ),
      written: false,
      backup: null,
      printed: null,
    },
    warnings: [
      ...warnings,
      ...encodingNotices(file),
      ...edit.warnings,
      ...lossWarnings(deployed, settings, changed),
      ...linkWarnings(file, changed),
    ],
    spent,
    write: changed.length === 0 || request.dryRun ? null : { file, text: edit.text },
    undo: undoOf(deployed, request, edit.changes),
  };
}

/** The text of a difference for people. */
const readable = (file: EnvFile, text: string): string => readableText(bytesOf(file, text), file.encoding);

async function printPlan(request: EditRequest, application: Application, wanted: Wanted, form: PrintForm): Promise<EditPlan> {
  const { profile } = application;
  // Other settings are unknown, so every switch is assumed to be turned off.
  const off = new Map(switchesOf(profile).map((one) => [one.env, one.off]));
  const settings = wanted(profile, off);
  const names = [...settings.keys()];
  const { deployed, warnings, spent } = await deployedAs(application, request, settings, names);
  checkRead(deployed, settings, names, request.force);
  const given = new Map(Array.from(settings, ([name, value]) => [name, value ?? '']));
  const data = { profile: nameOf(deployed), file: null, changes: [], diff: '', written: false, backup: null };
  return {
    data: { ...data, printed: { form, text: printSettings(given, form) } },
    warnings: [...warnings, ...lossWarnings(deployed, settings, names)],
    spent,
    write: null,
    undo: { commands: [], byHand: [] },
  };
}

const nameOf = ({ profile: { name }, version, releases }: Deployed): FlagsEditData['profile'] => ({ name, version, releases });

/** Asks the relay's Redis for its releases only if the answer whether a switch is read depends on them. */
async function deployedAs(
  application: Application,
  request: EditRequest,
  settings: Settings,
  names: readonly string[],
): Promise<{ deployed: Deployed } & Pick<EditPlan, 'warnings' | 'spent'>> {
  const deployed = await deployedFrom(application, request);
  const isKnown = turnedOff(deployed, settings, names).every(({ env }) => (deployed.readings.get(env)?.reads ?? null) !== null);
  if (isKnown || application.version !== null || request.appDir !== null) return { deployed, warnings: [], spent: null };
  const answer = await answerOf(request, { keys: false, releasesOf: application.profile });
  return {
    deployed: answer?.releases ? await deployedFrom(application, request, answer.releases) : deployed,
    warnings: answer?.warnings ?? [],
    spent: answer?.spent ?? null,
  };
}

/** The names whose settings differ from the default. */
const turnedOff = ({ profile }: Deployed, settings: Settings, names: readonly string[]) =>
  switchesOf(profile).filter((one) => names.includes(one.env) && isAway(one, settings.get(one.env) ?? undefined));

function checkRead(deployed: Deployed, settings: Settings, names: readonly string[], force: boolean): void {
  const unread = turnedOff(deployed, settings, names).filter(({ env }) => deployed.readings.get(env)?.reads === false);
  const [first] = unread;
  if (first === undefined || force) return;
  const [subject, because] =
    unread.length === 1
      ? [first.env, deployed.readings.get(first.env)?.because ?? '']
      : [unread.map(({ env }) => env).join(', '), 'setting them spares nothing'];
  throw new MeterError(
    'switch-not-read',
    EXIT.refused,
    `${safeText(estimatedText(nameOf(deployed)))} does not read ${subject}: ${because}.`,
    ['If yours does, let meter look: --app-dir DIR', 'To set it all the same: --force'],
  );
}

function lossWarnings(deployed: Deployed, settings: Settings, names: readonly string[]): SwitchNotice[] {
  return turnedOff(deployed, settings, names).map((one) => {
    const { reads = null, because = '' } = deployed.readings.get(one.env) ?? {};
    const { env, breaks } = one;
    return { code: 'switch-turned-off', params: { env, value: settings.get(env) ?? '', breaks, reads, because } };
  });
}

const linkWarnings = ({ name, names }: EnvFile, changed: readonly string[]): SwitchNotice[] =>
  names > 1 && changed.length > 0 ? [{ code: 'hard-links', params: { file: safeText(name), names } }] : [];

/** Asks unless `yes`, then replaces the file. Ctrl-C during the replacement waits for its end. */
export async function carryOut(
  plan: EditPlan,
  options: { yes: boolean; backup: boolean },
  { flags, talk }: Pick<Messages, 'flags' | 'talk'>,
): Promise<FlagsEditData> {
  if (plan.write === null) return plan.data;
  const { file, text } = plan.write;
  if (!options.yes)
    await confirm({
      text: flags.edit.question(safeText(file.name)),
      nobody: says('file-answer-needed'),
      refused: says('nothing-changed'),
      words: talk,
    });
  const interrupt = onInterrupt(() => {});
  try {
    return { ...plan.data, backup: await replaceEnvFile(file, text, options.backup), written: true };
  } finally {
    interrupt.release();
  }
}

/** The result in a sentence or two, and how to undo it. */
export function outcomeLines(data: FlagsEditData, undo: Undo, { edit: words }: FlagsReportMessages): string[] {
  const { file, changes, written, backup, printed } = data;
  if (printed !== null) return [];
  const count = changes.filter(({ kind }) => kind !== 'unchanged').length;
  if (count === 0) return [words.nothing];
  if (!written) return [words.notWritten(count)];
  return [
    words.written(count, safeText(file ?? ''), backup === null ? null : safeText(backup)),
    ...undo.commands.map(words.undo),
    ...undo.byHand.map(words.undoByHand),
  ];
}
