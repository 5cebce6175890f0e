/** Runs an estimate: from its options to its envelope and exit code. */
import { ANY_RELEASE, namedRelease } from '../../recognise/release-range.js';
import { deployedReadings } from '../../recognise/switch-reading.js';
import { settingsFrom } from '../../switches/settings.js';
import { estimate } from '../../estimate/estimate.js';
import { growsWithKeys } from '../../estimate/key-load.js';
import type { EstimateInput } from '../../estimate/estimate-input.js';
import { EXIT, usageError } from '../../format/errors.js';
import { safeText } from '../../format/terminal.js';
import { builtinVariant } from '../../profile/builtin/index.js';
import { profileIn } from '../../profile/builtin/in-language.js';
import { loadProfile } from '../../profile/load.js';
import { parseSpec } from '../../profile/spec.js';
import type { Profile } from '../../profile/types.js';
import type { Releases } from '../../profile/version.js';
import { successEnvelope } from '../../report/envelope.js';
import { wordedEstimate, type EstimateReport } from '../../report/estimate/worded.js';
import { en } from '../../report/messages/en.js';
import type { Language } from '../../report/messages/language.js';
import type { Messages } from '../../report/messages/messages.js';
import type { Envelope } from '../../report/envelope.js';
import { billingFrom } from '../base/billing.js';
import { deployedSwitches } from '../base/deployed-switches.js';
import { dataFrom, keysFrom } from './data.js';
import type { EstimateRequest } from './options.js';
import { assumedCounts, workloadFrom } from './workload.js';

const DOCUMENTED = 'documented';

/** Throws usage errors of one sentence if an estimate is not possible. */
export async function estimateWith(
  request: EstimateRequest,
  say: (text: string) => void,
  messages: Messages = en,
): Promise<{ envelope: Envelope<EstimateReport>; exitCode: number }> {
  const { load, source, keyCount } = request;
  const asked = await profileFrom(request.profile, messages.language);
  const tried = triedFrom(asked.profile, request.tried);
  const deployed = await deployedSwitches(asked.profile, request.envFile);
  const { provider, providers } = await billingFrom(request);
  // Errors in the load are reported before a long read.
  workloadFrom(load, asked.profile, null);
  const data = source && (await dataFrom(source, { ...request, profile: asked.spec }, say, messages));
  const isNamed = asked.version !== null || asked.variant !== null;
  const isCounted = load.keys === null && growsWithKeys(asked.profile, asked.version);
  const counted = keyCount && isCounted ? await keysFrom(keyCount, isNamed ? null : asked.profile) : null;
  const shown: Releases | null = data ? { from: data.version, to: data.upTo } : (counted?.releases ?? null);
  const version = asked.version ?? (asked.variant === null ? shown?.from : null) ?? null;
  const { spec: _spec, ...application } = asked;
  const input: EstimateInput = {
    ...application,
    version,
    releases: !isNamed && version !== null ? rangeOf(asked, shown) : null,
    workload: workloadFrom(load, asked.profile, data ?? counted),
    workloadFrom: data?.name ?? (counted?.keys == null ? null : counted.name),
    assumed: assumedCounts(load, data ?? counted, asked.profile),
    keysOnly: counted !== null,
    familyKeys: data?.familyKeys,
    dataBytes: data?.dataBytes ?? null,
    deployed: deployed.values,
    tried,
    readings: await deployedReadings(asked.profile, rangeOf(asked, shown), request.appDir),
    provider: provider ?? providers[0],
    providers,
    flushSeconds: request.flushSeconds,
    explain: request.explain,
  };
  const result = estimate(input);
  const envelope = successEnvelope({
    command: 'estimate',
    target: data?.target ?? null,
    data: wordedEstimate(result.data, messages),
    warnings: [...(data?.warnings ?? []), ...(counted?.warnings ?? []), ...deployed.warnings, ...result.warnings],
    spent: data?.spent ?? counted?.spent ?? null,
  });
  return { envelope, exitCode: data?.exitCode ?? EXIT.ok };
}

interface Asked extends Pick<EstimateInput, 'profile' | 'version' | 'variant' | 'documented'> {
  /** The profile's name or file, without a release. */
  spec: string;
}

/** The profile with all its releases, the requested release, and the figures of a document to compare with. */
async function profileFrom(spec: string, language: Language): Promise<Asked> {
  const loaded = await profileIn(language, await loadProfile(spec));
  if (!loaded.operations)
    throw usageError(
      `Profile ${safeText(loaded.name)} does not say what its application sends.`,
      'Profiles that do: claude-relay-service, new-api, one-api and aiecs.',
    );
  const { name, version } = parseSpec(spec);

  const isVariant = version === DOCUMENTED;
  const document = await builtinVariant(name, DOCUMENTED);
  return {
    spec: name,
    profile: version === null || isVariant ? loaded : await profileIn(language, await loadProfile(name)),
    version: isVariant ? null : version,
    variant: isVariant ? version : null,
    documented: document && { name: `${name}@${DOCUMENTED}`, profile: document },
  };
}

function triedFrom(profile: Profile, words: readonly string[]): Record<string, string> {
  if (words.length === 0) return {};
  const settings = settingsFrom(
    profile,
    words.flatMap((word) => word.split(',')),
  );
  return Object.fromEntries(Array.from(settings, ([env, value]) => [env, value ?? '']));
}

/** Releases that may be deployed: the named one, else those that can have written the data. */
function rangeOf({ version, variant }: Asked, shown: Releases | null): Releases {
  if (version !== null) return namedRelease(version);
  return variant === null && shown ? shown : ANY_RELEASE;
}
