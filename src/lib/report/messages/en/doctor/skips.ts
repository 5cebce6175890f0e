import type { DoctorSkips } from '../../../../doctor/skips.js';
import type { Sentences } from '../../../../format/message.js';

const ENDED: Readonly<Record<string, string>> = {
  deadline: 'the time of --within was up',
  timeout: 'the server did not answer',
  interrupted: 'it was interrupted',
  'command-budget': '--max-commands was reached',
};

export const skips: Sentences<DoctorSkips> = {
  'no-connection': () => 'no connection',
  ended: ({ why }) => `the run ended before: ${ENDED[why] ?? why}`,
  'not-asked': ({ flag }) => `not asked for (${flag})`,
  off: ({ setting }) => `the server does not record it: ${setting} is off`,
  'not-told': ({ what }) => `the server does not tell ${what}`,
  denied: ({ command }) => `this user may not send ${command}`,
  missing: ({ command }) => `the server does not have ${command}`,
  'unknown-application': () => 'it depends on the application, and none was recognised: --profile names it',
  'unknown-client': () => 'the client of the application is unknown: --pool says how many connections each process has',
  'no-env-file': () => "the application's settings are unknown: --env-file names its .env file",
  'no-switches': () => 'the profile of the application has no switches',
  'not-listed': ({ product, version, asOf }) => `${product} ${version} is not in the list of ${asOf}`,
  'provider-runs-it': () => 'the provider takes care of it',
  'nobody-named': () => 'this is no cluster and no sentinel was named, so that nothing is known of what takes over',
  'no-heat': ({ policy }) =>
    `the server does not count uses of keys: the eviction policy is ${policy ?? 'unknown'}, not an LFU one, and HOTKEYS has tracked nothing`,
  'no-offset': () => 'the application writes no local times',
};
