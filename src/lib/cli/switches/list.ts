import { assignmentsOf, linesAt, valuesOf } from '../../format/dotenv.js';
import { encodingNotices } from '../../switches/encoding-notices.js';
import { loadEnvFile } from '../../switches/file.js';
import { fits, switchesOf } from '../../switches/settings.js';
import { flowsOf } from '../../estimate/flows.js';
import { growsWithKeys } from '../../estimate/key-load.js';
import { savingsOf, savingsPerKey } from '../../estimate/savings.js';
import { loadOf } from '../../estimate/totals.js';
import { workloadOf } from '../../estimate/workload.js';
import type { Switch } from '../../profile/operations.js';
import type { FlagsListData, SwitchRow } from '../../switches/model.js';
import { applicationFrom, deployedFrom, type Application, type Deployed } from './deployed.js';
import { answerOf } from './ask.js';
import type { ListRequest } from './options.js';
import type { RelayAnswer } from '../base/ask-relay.js';
import type { Notice } from '../../report/messages/notices.js';
import type { Language } from '../../report/messages/language.js';
import type { Given } from '../../report/envelope.js';

/** The profile's switches, with their values in the file and their savings. `language`: of the texts of the profile. */
export async function listSwitches(
  request: ListRequest,
  language: Language = 'en',
): Promise<Pick<Given<FlagsListData>, 'data' | 'warnings' | 'spent'>> {
  const application = await applicationFrom(request, language);
  const counted = await relayAsked(request, application);
  const { profile, version, release, releases, readings } = await deployedFrom(application, request, counted?.releases);
  const { envFile, requestsPerDay, apiKeys } = request;
  const file = envFile === null ? null : await loadEnvFile(envFile);
  const text = file?.text ?? '';
  const assignments = assignmentsOf(text);
  const values = valuesOf(assignments);
  const keys = request.keys ?? counted?.keys ?? null;
  const workload = workloadOf(profile, { requestsPerDay, keys: keys ?? 0, apiKeys });
  const ordered = readFirst(switchesOf(profile), readings);
  const savings = new Map(savingsOf({ ...profile, switches: ordered }, release, workload).map((saving) => [saving.env, saving]));
  const perKey = savingsPerKey(profile, release, workload);
  const switches = ordered.map((one): SwitchRow => {
    const { env, title, kind, off, breaks, dark, presets } = one;
    const own = assignments.filter(({ name }) => name === env);
    const reading = readings.get(env);
    // A switch that nothing reads saves nothing.
    const isRead = reading?.reads !== false;
    const saving = isRead ? savings.get(env) : undefined;
    return {
      env,
      title,
      kind,
      value: values.get(env) ?? null,
      lines: linesAt(
        text,
        own.map(({ from }) => from),
      ),
      default: one.default,
      off,
      savesPerDay: {
        overlap: saving?.overlap.perDay.wire ?? 0,
        marginal: saving?.marginal.perDay.wire ?? 0,
        perKey: (isRead ? perKey.get(env) : undefined) ?? 0,
      },
      reads: reading?.reads ?? null,
      readsBecause: reading?.because ?? '',
      breaks,
      dark: [...dark],
      presets: [...presets],
    };
  });
  const on = loadOf(flowsOf(profile, release, workload)).perDay.wire;
  const lastRead = switches.findLast(({ reads }) => reads === true);
  const off = lastRead === undefined ? on : (savings.get(lastRead.env)?.left.perDay.wire ?? on);
  return {
    data: {
      file: file?.name ?? null,
      profile: { name: profile.name, version, releases },
      requestsPerDay,
      apiKeys,
      keys,
      commandsPerDay: { on, off },
      switches,
    },
    spent: counted?.spent ?? null,
    warnings: [
      ...(counted?.warnings ?? []),
      ...(file === null ? [] : encodingNotices(file)),
      ...switches
        .filter(({ lines }) => lines.length > 1)
        .map(({ env, lines }): Notice => ({ code: 'set-on-lines', params: { env, lines: [...lines] } })),
      ...switchesOf(profile).flatMap((one) => unfitValue(one, values.get(one.env))),
    ],
  };
}

/**
 * Switches that the application reads, then those for which this is unknown, then those that it does not read; each in the
 * profile's order.
 */
const readFirst = (switches: readonly Switch[], readings: Deployed['readings']): Switch[] =>
  [true, null, false].flatMap((reads) => switches.filter(({ env }) => (readings.get(env)?.reads ?? null) === reads));

/** `null`: no Redis is named, or none may or need be asked. */
async function relayAsked(request: ListRequest, { profile, version, release }: Application): Promise<RelayAnswer | null> {
  const releasesOf = version === null ? profile : null;
  if (request.keys !== null || (releasesOf === null && !growsWithKeys(profile, release))) return null;
  return answerOf(request, { keys: true, releasesOf });
}

/** Applications compare with one value, usually `false`, and treat any other as the default. */
function unfitValue(one: Switch, value: string | undefined): Notice[] {
  if (value === undefined || value === '' || fits(one, value)) return [];
  return [{ code: 'value-does-not-fit', params: { env: one.env, kind: one.kind, readAs: one.default } }];
}
