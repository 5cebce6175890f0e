/** Expired keys that still take memory, and keys that are used most. */
import { settingCommands, settingOf } from '../../audit/findings/setting.js';
import { meter } from '../../audit/remedy.js';
import { infoNumber } from '../../redis/info.js';
import { checked, skipped } from '../check.js';
import type { DoctorFacts } from '../facts.js';
import type { Check } from '../model.js';
import { endedSkip } from './ended.js';

/** The server itself aims at less than 10 %. */
const MUCH = 10;
const TOO_MUCH = 25;

export const keyChecks = (facts: DoctorFacts): Check[] => [expiry(facts), hotKeys(facts)];

function expiry({ nodes, server }: DoctorFacts): Check {
  const shares = nodes.flatMap(({ info }) => infoNumber(info, 'expired_stale_perc') ?? []);
  if (shares.length === 0) return skipped('expiry', { code: 'not-told', params: { what: 'INFO stats' } });
  const percent = shares.reduce((most, share) => Math.max(most, share), 0);
  const evidence = [{ code: 'expired-waiting' as const, params: { share: percent / 100 } }];
  if (percent < MUCH) return checked('expiry', 'ok', evidence);
  const setting = settingOf(server, 'active-expire-effort', '5');
  return checked('expiry', percent >= TOO_MUCH ? 'fail' : 'warn', evidence, {
    advice: { code: 'expire-sooner', params: { setting } },
    commands: settingCommands(setting),
  });
}

function hotKeys({ heat, server, ...facts }: DoctorFacts): Check {
  if (heat === null) return endedSkip('hot-keys', facts);
  const commands = [meter('measure', '--monitor', '10s')];
  if (heat === 'none') return skipped('hot-keys', { code: 'no-heat', params: { policy: server.maxmemoryPolicy } }, { commands });
  const { by, keys } = heat;
  if (keys.length === 0) return checked('hot-keys', 'ok', [{ code: 'no-hot-key', params: { by } }]);
  return checked('hot-keys', 'warn', [{ code: 'hot-keys', params: { by, keys } }], {
    advice: { code: 'cool-keys', params: {} },
    commands,
  });
}
