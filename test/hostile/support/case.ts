/** One case: a command line, the files that it names, and what the server before it does. All of it follows from the seed. */
import type { HostileProxy, Tamper } from './hostile-proxy.js';
import type { SoundFiles } from './sound-files.js';

export interface HostileCase {
  /** What was done to what, to be told of a failure. */
  what: string[];
  args: string[];
  /** Written into the folder of the run. */
  files: ReadonlyMap<string, Buffer>;
  /** What the server does; `null`: the case sees no server, or an honest one. */
  tamper: Tamper | null;
  /** Names of keys that are put into the server besides the relay's. */
  names: readonly string[];
  /** Whether the case needs the relay's keys in the server. */
  needsServer: boolean;
}

export interface Surroundings {
  proxy: Pick<HostileProxy, 'port'>;
  sound: SoundFiles;
}
