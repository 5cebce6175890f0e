import { compileProfile, type CompiledFamily, type CompiledProfile } from '../profile/classify.js';
import { keySegments } from '../profile/pattern.js';
import type { Profile } from '../profile/types.js';
import type { Cell } from './cells.js';
import { firstKey } from './key-position.js';
import { parseMonitorLine, type MonitorLine } from './monitor-line.js';

/** Most key names whose commands are counted one by one; the rare ones go first. */
const MOST_KEYS = 100_000;

interface HotKey {
  name: string;
  family: CompiledFamily | null;
  commands: number;
}

/** What a sample shows of the commands of one application. */
class ProfileSample {
  readonly compiled: CompiledProfile;
  readonly cells = new Map<string, Cell>();
  /** Sums of what was added to the number fields that count requests, by family and field. */
  readonly added = new Map<string, number>();
  /** Hash fields written, by family. */
  readonly fields = new Map<string, Set<string>>();
  /** Commands whose key has a name that the profile knows and others may not use. */
  recognised = 0;
  readonly #fieldsOfUse: ReadonlySet<string>;

  constructor(profile: Profile) {
    this.compiled = compileProfile(profile);
    const counting = profile.families.flatMap(({ fields = {} }) =>
      Object.keys(fields).filter((name) => fields[name] === 'requests'),
    );
    this.#fieldsOfUse = new Set([...counting, ...(profile.fingerprints ?? []).flatMap(({ field }) => field ?? [])]);
  }

  take(command: string, segments: readonly string[] | null, args: readonly string[], inScript: boolean): CompiledFamily | null {
    const found = segments && this.compiled.match(segments);
    const family = found?.family.id ?? null;
    const unrecognised = segments !== null && family === null;
    const id = `${command} ${family ?? ''} ${unrecognised} ${inScript}`;
    const cell = this.cells.get(id) ?? { command, family, unrecognised, inScript, count: 0 };
    cell.count++;
    this.cells.set(id, cell);
    if (found && found.family.generic !== true) this.recognised++;
    if (family !== null && command === 'HINCRBY') this.#countField(family, args);
    return found;
  }

  #countField(family: string, [, , field = '', amount = '']: readonly string[]): void {
    if (!this.#fieldsOfUse.has(field)) return;
    const fields = this.fields.get(family) ?? new Set();
    this.fields.set(family, fields.add(field));
    const id = `${family} ${field}`;
    if (/^-?\d{1,15}$/.test(amount)) this.added.set(id, (this.added.get(id) ?? 0) + Number(amount));
  }
}

/** Counts the lines of MONITOR by command and family. Of the commands it keeps names of keys, and no value. */
export class MonitorSample {
  commands = 0;
  /** Lines that no server writes. */
  unreadable = 0;
  /** Commands in databases that were not asked for. */
  elsewhere = 0;
  firstTime: number | null = null;
  lastTime: number | null = null;
  /** True once rare key names had to be dropped. */
  keysApproximate = false;
  readonly #profiles: ProfileSample[];
  readonly #databases: number | 'all';
  readonly #keys = new Map<string, number>();

  constructor(profiles: readonly Profile[], databases: number | 'all') {
    this.#profiles = profiles.map((profile) => new ProfileSample(profile));
    this.#databases = databases;
  }

  /** Takes the beginning of a line. Returns it as it was read, or `null` where it is none of MONITOR. */
  take(head: string, cut: boolean): MonitorLine | null {
    const line = parseMonitorLine(head, cut);
    if (!line) {
      // What redis-cli and the server say first.
      if (!/^\+?OK$|^$/.test(head)) this.unreadable++;
      return null;
    }
    this.firstTime ??= line.time;
    this.lastTime = line.time;
    if (this.#databases !== 'all' && line.db !== this.#databases) this.elsewhere++;
    else this.#count(line);
    return line;
  }

  /** The profile that recognises most; `null` when none recognises anything. */
  mostRecognised(): Profile | null {
    const [best] = this.#profiles.toSorted((a, b) => b.recognised - a.recognised);
    return best && best.recognised > 0 ? best.compiled.profile : null;
  }

  cellsOf(profile: Profile): Cell[] {
    return [...(this.#of(profile)?.cells.values() ?? [])];
  }

  /** How much was added to a field of the family's keys; `null` when no command did. */
  addedTo(profile: Profile, family: string, field: string): number | null {
    return this.#of(profile)?.added.get(`${family} ${field}`) ?? null;
  }

  /** Whether a field of the family was written. */
  wrote(profile: Profile, family: string, field: string | undefined): boolean {
    const own = this.#of(profile);
    if (field !== undefined) return own?.fields.get(family)?.has(field) ?? false;
    return own !== undefined && [...own.cells.values()].some((cell) => cell.family === family);
  }

  /** The keys that most commands name, with their families. */
  hotKeys(profile: Profile | null, limit: number): HotKey[] {
    const compiled = profile && this.#of(profile)?.compiled;
    return [...this.#keys]
      .toSorted(([, a], [, b]) => b - a)
      .slice(0, limit)
      .map(([name, commands]) => ({ name, family: compiled?.match(keySegments(name)) ?? null, commands }));
  }

  #of(profile: Profile): ProfileSample | undefined {
    return this.#profiles.find(({ compiled }) => compiled.profile === profile);
  }

  #count({ args, inScript }: MonitorLine): void {
    const command = commandName(args[0] ?? '');
    const named = [command, ...args.slice(1)];
    const key = firstKey(named);
    const segments = key === null ? null : keySegments(key);
    this.commands++;
    for (const profile of this.#profiles) profile.take(command, segments, named, inScript);
    if (key !== null) this.#countKey(key);
  }

  #countKey(key: string): void {
    if (this.#keys.size >= 2 * MOST_KEYS && !this.#keys.has(key)) {
      const kept = [...this.#keys].sort(([, a], [, b]) => b - a).slice(0, MOST_KEYS);
      this.#keys.clear();
      for (const [name, commands] of kept) this.#keys.set(name, commands);
      this.keysApproximate = true;
    }
    // A copy, so that the line it was cut from does not stay.
    const known = this.#keys.get(key);
    this.#keys.set(known === undefined ? Buffer.from(key, 'latin1').toString('latin1') : key, (known ?? 0) + 1);
  }
}

/** In upper case; a word that can be no command is not repeated, since it may be anything. */
const commandName = (word: string): string => (/^[a-z][a-z0-9_.-]{0,39}$/i.test(word) ? word.toUpperCase() : '(OTHER)');
