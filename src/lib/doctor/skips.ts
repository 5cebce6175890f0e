/** Why a check was not made, by its code. */
type Nothing = Record<never, never>;

export interface DoctorSkips {
  /** `error`: the code of the failure. */
  'no-connection': { error: string };
  ended: { why: string };
  'not-asked': { flag: string };
  /** The server does not record it. */
  off: { setting: string; value: string };
  'not-told': { what: string };
  denied: { command: string };
  missing: { command: string };
  'unknown-application': Nothing;
  'unknown-client': Nothing;
  'no-env-file': Nothing;
  'no-switches': Nothing;
  'not-listed': { product: string; version: string; asOf: string };
  'provider-runs-it': Nothing;
  /** Neither a cluster nor sentinels. */
  'nobody-named': Nothing;
  'no-heat': { policy: string | null };
  'no-offset': Nothing;
}
