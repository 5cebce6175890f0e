import type { Setting } from '../../../../audit/remedy.js';
import { formatCount } from '../../../../format/number.js';
import type { AdviceText, DoctorMessages } from '../../doctor.js';
import { settingLine, settingText } from '../setting.js';

const set = (setting: Setting, commands: readonly string[]): AdviceText =>
  setting.by === 'provider' ? settingText(setting, commands) : { command: settingLine(setting, commands) };

export const advice: DoctorMessages['advice'] = {
  suggested: ({ suggestions }) => suggestions.join(' '),
  'nearer-or-quicker': ({ local }) =>
    local
      ? 'look at the load of this machine and at slow commands'
      : 'run this where the application runs; if it is slow there too, move them together, or look at slow commands',
  'see-if-it-runs': () =>
    'see whether the server is stopped, swaps or runs a long script, and read its log; --timeout waits longer',
  'look-at-slow-commands': (_, commands) => `${commands.join(' && ')} names them; scans, large collections and scripts are usual`,
  'look-at-pauses': (_, commands) => `${commands.join(' && ')} explains them`,
  set: ({ setting }, commands) => set(setting, commands),
  'limit-memory': ({ setting }, commands) => set(setting, commands),
  defragment: ({ setting }, commands) => set(setting, commands),
  'faster-disk': () => 'a quicker disk, less memory in one server, or snapshots on a replica',
  'more-clients': () => 'close idle clients, use smaller pools, or raise maxclients',
  'larger-pool': ({ needed, env }) =>
    `${formatCount(needed)} connections in each process${env === null ? '' : ` (${env})`}, or fewer round trips in a request: meter advise`,
  'fewer-connections': () => 'smaller pools, or a larger maxclients',
  'repair-link': () => 'look at the network between both, and at the log of the replica',
  'start-replicas': () => 'start the replicas, or lower min-replicas-to-write',
  'repair-cluster': () => 'redis-cli --cluster check HOST:PORT names what is wrong',
  'add-replicas': () => 'add a replica to each shard: redis-cli --cluster add-node HOST:PORT HOST:PORT --cluster-slave',
  'three-sentinels': () => 'run three sentinels or more, on different machines, and name all of them to the application',
  'start-sentinels': () => 'start those that do not answer, or correct their addresses in the settings',
  'expire-sooner': ({ setting }, commands) => set(setting, commands),
  'cool-keys': (_, commands) =>
    `${commands.join(' && ')} shows who uses them; keep such values in the memory of the application for a moment`,
  upgrade: ({ product }) => `upgrade ${product}; a replica of the newer version takes over without a pause`,
  'set-password': () => 'set a password at once (ACL SETUSER default >…), and let only the application reach the port',
  'own-user': () => 'give the application and meter users of their own: docs/redis-access.md',
  'use-tls': () => 'rediss://, a private network or a tunnel: passwords and data pass in the clear',
  'close-port': () => 'bind the server to the network of the application, and close its port to all others',
  'clean-up': () =>
    'treat the machine as taken over: close the port, look at its crontabs, SSH keys and processes, then restore from a clean backup',
  'check-switches': () => 'meter flags list --env-file FILE says what each does and who reads it',
  'check-zone': () => 'name the file that the application uses, and restart it after a change',
  'write-offset': ({ env, zeroIsUnset }) => `write whole hours, such as ${env}=8${zeroIsUnset ? '; 0 counts as not set' : ''}`,
  'grant-rights': ({ grants }) => `ACL SETUSER <user> ${grants.join(' ')}`,
};
