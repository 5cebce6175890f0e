import { encodingNotices } from '../../switches/encoding-notices.js';
import { loadEnvFile } from '../../switches/file.js';
import { assignmentsOf, valuesOf } from '../../format/dotenv.js';
import { safeText } from '../../format/terminal.js';
import type { Profile } from '../../profile/types.js';
import type { SwitchNotice } from '../../switches/notices.js';

/** Switches whose value in the file differs from their default. */
export async function deployedSwitches(
  profile: Profile,
  name: string | null,
): Promise<{ values: Record<string, string>; warnings: SwitchNotice[] }> {
  if (name === null) return { values: {}, warnings: [] };
  const loaded = await loadEnvFile(name);
  const { text } = loaded;
  const assignments = assignmentsOf(text);
  const all = valuesOf(assignments);
  const switches = (profile.switches ?? []).filter((one) => all.has(one.env));
  const twice = switches.filter(({ env }) => assignments.filter((one) => one.name === env).length > 1);
  const away = switches.filter((one) => all.get(one.env) !== one.default && all.get(one.env) !== '');
  return {
    values: Object.fromEntries(away.map(({ env }) => [env, all.get(env) ?? ''])),
    warnings: [
      ...encodingNotices(loaded),
      ...twice.map(({ env }): SwitchNotice => ({ code: 'set-more-than-once', params: { file: safeText(name), env } })),
    ],
  };
}
