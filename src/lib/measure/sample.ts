import { compileProfile, type CompiledFamily, type CompiledProfile } from '../profile/classify.js';
import { keySegments } from '../profile/pattern.js';
import type { Profile } from '../profile/types.js';
import type { Cell } from './cells.js';
import { firstKey } from './key-position.js';
import { parseMonitorLine, type MonitorLine } from './monitor-line.js';

/** Maximum key names counted individually; the rarest are dropped first. */
const MOST_KEYS = 100_000;

interface HotKey {
  name: string;
  family: CompiledFamily | null;
  commands: number;
}

/** What a sample shows of one application's commands. */
class ProfileSample {
  readonly compiled: CompiledProfile;
  readonly cells = new Map<string, Cell>();
  /** Sums of the increments of fields that count requests, by family and field. */
  readonly added = new Map<string, number>();
  /** Written hash fields, by family. */
  readonly fields = new Map<string, Set<string>>();
  /** Commands on keys with a name that is distinctive for the profile. */
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

/** Counts the lines of MONITOR by command and family. Keeps key names, and no values. */
export class MonitorSample {
  commands = 0;
  /** Lines that are not from MONITOR. */
  unreadable = 0;
  /** Commands in databases that were not selected. */
  elsewhere = 0;
  firstTime: number | null = null;
  lastTime: number | null = null;
  /** True when rare key names were dropped. */
  keysApproximate = false;
  readonly #profiles: ProfileSample[];
  readonly #databases: number | 'all';
  readonly #keys = new Map<string, number>();

  constructor(profiles: readonly Profile[], databases: number | 'all') {
    this.#profiles = profiles.map((profile) => new ProfileSample(profile));
    this.#databases = databases;
  }

  /** Takes the start of a line. Returns the parsed line, or `null` if it is not from MONITOR. */
  take(head: string, cut: boolean): MonitorLine | null {
    const line = parseMonitorLine(head, cut);
    if (!line) {
      // The first lines of redis-cli and the server.
      if (!/^\+?OK$|^$/.test(head)) this.unreadable++;
      return null;
    }
    this.firstTime ??= line.time;
    this.lastTime = line.time;
    if (this.#databases !== 'all' && line.db !== this.#databases) this.elsewhere++;
    else this.#count(line);
    return line;
  }

  /** The profile that recognises the most commands; `null`: none recognises any. */
  mostRecognised(): Profile | null {
    const [best] = this.#profiles.toSorted((a, b) => b.recognised - a.recognised);
    return best && best.recognised > 0 ? best.compiled.profile : null;
  }

  cellsOf(profile: Profile): Cell[] {
    return [...(this.#of(profile)?.cells.values() ?? [])];
  }

  /** Sum of the increments of a field in the family's keys; `null`: no command incremented it. */
  addedTo(profile: Profile, family: string, field: string): number | null {
    return this.#of(profile)?.added.get(`${family} ${field}`) ?? null;
  }

  /** True when a field of the family was written. */
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
    // A copy, so that the whole line is not kept in memory.
    const known = this.#keys.get(key);
    this.#keys.set(known === undefined ? Buffer.from(key, 'latin1').toString('latin1') : key, (known ?? 0) + 1);
  }
}

/** In upper case. A word that cannot be a command is not shown, because it may be anything. */
const commandName = (word: string): string => (/^[a-z][a-z0-9_.-]{0,39}$/i.test(word) ? word.toUpperCase() : '(OTHER)');
