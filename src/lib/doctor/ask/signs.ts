/** Signs of a Redis that was open to the internet and was taken over: keys and file names that such attacks leave. */
import { ReplyError } from '../../redis/resp.js';
import type { Session } from '../../redis/topology.js';
import type { PlantedKey } from '../evidence.js';
import type { NodeFacts } from '../facts.js';

export interface Signs {
  keys: PlantedKey[];
  /** Keys that were asked for; 0: the user may not ask. */
  asked: number;
  files: { setting: 'dir' | 'dbfilename'; value: string }[];
}

/** Names that attacks are known to write, for a crontab or a file of SSH keys. */
const NAMES = [
  ...['backup', 'Backup', 'trojan', 'x'].flatMap((word) => [1, 2, 3, 4].map((number) => `${word}${number}`)),
  'crackit',
  'crack',
  'weapon',
  'ssh_key',
  'cron',
];

/** Bytes of a value that are looked at. */
const LOOKED_AT = 400;

const CONTENTS = [
  ['ssh-key', /\bssh-(?:rsa|ed25519|dss) AAAA/],
  ['cron-line', /(?:^|\n)\s*(?:\*\S*|\d\S*)(?:\s+(?:\*\S*|\d\S*)){4}\s+\S/],
  ['shell', /\b(?:curl|wget)\s+-?\S+|\/bin\/(?:ba)?sh\b|\bbash -i\b/],
] as const;

export async function askSigns(session: Session, nodes: readonly NodeFacts[]): Promise<Signs> {
  const found = await Promise.all(NAMES.map((name) => plantedKey(session, name)));
  return {
    keys: found.flatMap((each) => (each === null || each === 'denied' ? [] : [each])),
    asked: found.filter((each) => each !== 'denied').length,
    files: nodes.flatMap(oddFiles),
  };
}

/** `null`: there is no such key. */
async function plantedKey(session: Session, name: string): Promise<PlantedKey | 'denied' | null> {
  const { control } = session.nodeForKey(name);
  const there = await control.ask('EXISTS', name);
  if (there instanceof ReplyError) return 'denied';
  if (there !== 1) return null;
  // A wrong type would count as an error in the statistics of the server.
  const text =
    (await control.ask('TYPE', name)) === 'string' ? await control.ask('GETRANGE', name, '0', String(LOOKED_AT)) : null;
  return { name, holds: typeof text === 'string' ? holdsOf(text) : null };
}

const holdsOf = (text: string): PlantedKey['holds'] => CONTENTS.find(([, looks]) => looks.test(text))?.[0] ?? null;

/** Folders and names of files that other programs run or trust. */
const FOLDERS = /\/\.ssh\/?$|\/cron(?:\.d|tabs|\.hourly|\.daily)?(?:\/|$)|^\/etc(?:\/|$)|\/var\/www(?:\/|$)|\/html\/?$/;
const FILES = /^(?:authorized_keys|root|crontab|www-data)$|\.(?:php|jsp|so|sh|service|conf)$/i;

function oddFiles({ settings }: NodeFacts): Signs['files'] {
  const folder = settings.get('dir');
  const file = settings.get('dbfilename');
  return [
    ...(folder !== null && FOLDERS.test(folder) ? [{ setting: 'dir' as const, value: folder }] : []),
    ...(file !== null && FILES.test(file) ? [{ setting: 'dbfilename' as const, value: file }] : []),
  ];
}
