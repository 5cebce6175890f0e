/** What to do about a check, by its code. */
import type { Setting } from '../audit/remedy.js';

type Nothing = Record<never, never>;

export interface DoctorAdvice {
  /** What the failure itself suggests. */
  suggested: { suggestions: string[] };
  'nearer-or-quicker': { local: boolean };
  'see-if-it-runs': Nothing;
  'look-at-slow-commands': Nothing;
  'look-at-pauses': Nothing;
  set: { setting: Setting };
  'limit-memory': { setting: Setting };
  defragment: { setting: Setting };
  'faster-disk': Nothing;
  'more-clients': Nothing;
  'larger-pool': { needed: number; env: string | null };
  'fewer-connections': Nothing;
  'repair-link': Nothing;
  'start-replicas': Nothing;
  'repair-cluster': Nothing;
  'add-replicas': Nothing;
  'three-sentinels': Nothing;
  'start-sentinels': Nothing;
  'expire-sooner': { setting: Setting };
  'cool-keys': Nothing;
  upgrade: { product: string };
  'set-password': Nothing;
  'own-user': Nothing;
  'use-tls': Nothing;
  'close-port': Nothing;
  'clean-up': Nothing;
  'check-switches': Nothing;
  'check-zone': Nothing;
  'write-offset': { env: string; zeroIsUnset: boolean };
  'grant-rights': { grants: string[] };
}
