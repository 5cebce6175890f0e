/** One case: rounds of a verb that meets faults while the application counts, the same again, its undo; and what became of every figure. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { chanceOf, type Chance } from '../../hostile/support/chance.js';
import { runMeter } from '../../support/meter.js';
import { exists } from '../../support/waiting.js';
import { surely } from './direct.js';
import { arm, type FaultKind } from './faults.js';
import type { Case } from './bench.js';
import { judge, type Verdict } from './judge.js';
import { Ledger, millionths } from './ledger.js';
import type { Place, Way } from './place.js';
import { meter, type Ended } from './program.js';
import type { Scenario } from './scenarios.js';
import { startWriter } from './writer.js';

export interface Result extends Verdict {
  /** Faults that came, by kind. */
  came: ReadonlyMap<FaultKind, number>;
  /** Runs that ended otherwise than they have to. */
  complaints: string[];
  /** What happened, for a failure. */
  story: string[];
  writes: number;
}

/** Rounds of a verb and its undo, at most. */
const ROUNDS = 4;
/** Runs of a verb, and of its undo, in one round. */
const MORE = 2;
const PAUSES_MS = [5, 15, 40];
/** Pieces that an undo sends, about. */
const UNDO_PIECES = 20;
/** When what was held comes. */
const LATE = ['during', 'after the run', 'after the same again', 'after the undo', 'last'] as const;

export async function carryOutCase(place: Place, { seed, scenario, way, faults }: Case): Promise<Result> {
  const chance = chanceOf(seed);
  const folder = await mkdtemp(join(tmpdir(), 'meter-faults-'));
  try {
    return await new Trial(place, scenario, way, faults, chance, folder).run(chanceOf(~seed));
  } finally {
    place.set(null);
    await rm(folder, { recursive: true, force: true });
  }
}

class Trial {
  readonly #ledger = new Ledger();
  readonly #story: string[] = [];
  readonly #complaints: string[] = [];
  /** Of runs that may have something left to bring back. */
  #archives: string[] = [];
  /** Of runs of which all has been brought back. */
  #whole: string[] = [];
  /** What was held and comes during a run. */
  readonly #coming: Promise<void>[] = [];
  readonly #came = new Map<FaultKind, number>();
  #late: (typeof LATE)[number] = 'last';
  /** Two runs trimmed the same lists: what each took comes back in its own order. */
  #isDoubled = false;
  #runs = 0;

  constructor(
    private readonly place: Place,
    private readonly scenario: Scenario,
    private readonly way: Way,
    private readonly faults: readonly FaultKind[],
    private readonly chance: Chance,
    private readonly folder: string,
  ) {}

  /** `writing`: choices of the application, which come at no certain time. */
  async run(writing: Chance): Promise<Result> {
    const { place, scenario, chance } = this;
    const rounds = 1 + chance.below(ROUNDS);
    await this.#load();
    const syncs = await place.fullSyncs();
    const writer = startWriter(place, this.#ledger, scenario.writes, writing, chance.pick(PAUSES_MS));
    try {
      for (let round = 1; round <= rounds; round++) {
        await this.#round();
        if (round < rounds && (await this.#undoAll([0, 6])) === 0) this.#archives = this.#setAside();
      }
    } finally {
      await writer.stop();
    }
    await Promise.all(this.#coming);
    await this.#undoAll([0]);
    await this.#release('last');
    // Those of which nothing was left have nothing to bring back.
    if (chance.often(0.5)) this.#archives = [...this.#whole, ...this.#archives];
    await this.#undoAll([0]);
    const verdict = await judge(place, this.#ledger, !this.#isDoubled);
    if (verdict.lost.length > 0 && (await place.fullSyncs()) > syncs)
      throw new Error(`a failover has lost what was acknowledged: ${verdict.lost.join('; ')}`);
    return { ...verdict, came: this.#came, complaints: this.#complaints, story: this.#story, writes: writer.writes };
  }

  async #round(): Promise<void> {
    const { place, scenario, chance } = this;
    this.#late = chance.pick(LATE);
    if (scenario.undoes) {
      this.#expect(await this.#verb(scenario.undoes, await place.url(this.way)), [0]);
      if ((await this.#written()).length === 0) throw new Error('nothing to undo');
    }
    await this.#disturbed(scenario.args);
    await this.#release('after the run');
    for (let more = 0; more < MORE && chance.often(0.6); more++) await this.#perhapsDisturbed(scenario.args);
    await this.#release('after the same again');
    for (let more = 0; more < MORE && (more === 0 || chance.often(0.6)); more++) await this.#undo();
    await this.#release('after the undo');
  }

  /** What has been brought back as a whole. */
  #setAside(): string[] {
    this.#whole = [...this.#whole, ...this.#archives];
    return [];
  }

  async #load(): Promise<void> {
    const { place, scenario } = this;
    await place.onMasters((client) => client.flushall());
    for (const command of scenario.load) {
      await surely(place, ...command);
      this.#book(command);
    }
  }

  #book([name, key, ...args]: readonly string[]): void {
    if (name === 'HSET' && !key!.startsWith('apikey:'))
      for (let at = 0; at < args.length; at += 2) this.#ledger.count(key!, args[at]!, millionths(args[at + 1]!));
    if (name === 'SET') this.#ledger.count(key!, null, millionths(args[0]!));
    if (name === 'RPUSH') for (const element of args.toReversed()) this.#ledger.put(key!, 'list', element);
    if (name === 'XADD') this.#ledger.put(key!, 'stream', args[0]!);
  }

  async #perhapsDisturbed(args: readonly string[]): Promise<void> {
    if (this.chance.often(0.7)) return this.#disturbed(args);
    this.#expect(await this.#verb(args, await this.place.url(this.way)), [0]);
  }

  /** The verb meets a fault. */
  async #disturbed(args: readonly string[]): Promise<void> {
    const { place, scenario, chance } = this;
    const url = await place.url(this.way);
    const fault = chance.pick(this.faults);
    let kill = (): boolean => false;
    const second = async (): Promise<void> => this.#expect(await this.#verb(args, url), [0, 4, 6]);
    const pieces = args[0] === 'restore' ? UNDO_PIECES : scenario.pieces;
    const armed = arm(place, fault, pieces, chance, { killProgram: () => kill(), secondRun: second });
    const running =
      fault.name === 'kill of the program'
        ? this.#process(args, url, (killed) => (kill = killed))
        : this.#verb(args, url).then((ended) => this.#expect(ended, [0, 4, 6]));
    if (this.#late === 'during') this.#coming.push(sleep(chance.below(400)).then(() => place.release()));
    await running;
    await armed.heal();
    const { came } = armed;
    const names = came.map(({ name }) => name).join(', ');
    this.#story.push(came.length > 0 ? `it met: ${names}` : `${fault.name}: not in ${armed.pieces()} pieces`);
    for (const kind of came) this.#came.set(kind, (this.#came.get(kind) ?? 0) + 1);
    this.#isDoubled ||= fault.name === 'two runs';
  }

  async #release(now: (typeof LATE)[number]): Promise<void> {
    if ((this.#late !== now && now !== 'last') || !this.place.holds) return;
    await this.place.release();
    this.#story.push(`what was held came ${now}`);
  }

  async #undo(): Promise<void> {
    const way = this.chance.below(5);
    if ((await this.#written()).length === 0) return;
    if (way === 0) await this.#perhapsDisturbed(['restore']);
    else if (way < 3) await this.#perhapsDisturbed(['restore', '--merge']);
    else if (way === 3) await this.#undoEach();
    // Else it is undone only when the application has stopped.
  }

  /** Answers the exit code. */
  async #undoAll(codes: readonly number[]): Promise<number> {
    if ((await this.#written()).length === 0) return 0;
    const ended = await this.#verb(['restore', '--merge'], await this.place.url(this.way));
    this.#expect(ended, codes);
    return ended.code;
  }

  /** The newest first. */
  async #undoEach(): Promise<void> {
    for (const path of (await this.#written()).toReversed())
      this.#expect(
        await this.#meter(['restore', '--merge', path, '-u', await this.place.url(this.way), '--yes', '--timeout', '30s']),
        [0],
      );
  }

  async #written(): Promise<string[]> {
    const there = await Promise.all(this.#archives.map(exists));
    return this.#archives.filter((_, at) => there[at]);
  }

  /** With the archives to undo, or with one to be made. */
  async #line(args: readonly string[], url: string): Promise<string[]> {
    const common = ['-u', url, '--yes', '--max-latency', '1s', '--timeout', '30s'];
    if (args[0] === 'restore') return [...args, ...(await this.#written()), ...common];
    const path = join(this.folder, `${this.#runs++}.archive`);
    this.#archives.push(path);
    return [...args, ...common, '--archive', path];
  }

  async #verb(args: readonly string[], url: string): Promise<Ended> {
    return this.#meter(await this.#line(args, url));
  }

  async #meter(args: readonly string[]): Promise<Ended> {
    const ended = await meter(args);
    this.#story.push(`${args.slice(0, 3).join(' ')}: ${ended.code} ${tallyOf(ended)} ${ended.said.slice(0, 200)}`);
    return ended;
  }

  /** A process of its own, which is killed. */
  async #process(args: readonly string[], url: string, onStart: (kill: () => boolean) => void): Promise<void> {
    const line = await this.#line(args, url);
    const { code, signal, stderr } = await runMeter([...line, '-q'], {
      env: { METER_RETRY: '1s' },
      onStart: (child) => onStart(() => child.exitCode === null && child.kill('SIGKILL')),
    });
    this.#story.push(`${args.slice(0, 3).join(' ')}: ${signal ?? code} ${stderr.slice(0, 200)}`);
    // 5: it was cut off before anything was changed.
    if (signal !== 'SIGKILL' && ![0, 5, 6].includes(code ?? -1)) this.#complaints.push(`exit ${code}: ${stderr.slice(0, 200)}`);
  }

  #expect({ code, data, said }: Ended, codes: readonly number[]): void {
    // A connection that cannot be made before anything was changed ends a run.
    if (code === 5 && (data?.changed ?? 0) === 0 && codes.includes(6)) return;
    if (!codes.includes(code)) this.#complaints.push(`exit ${code}: ${said.slice(0, 1_500)}`);
  }
}

function tallyOf({ data }: Ended): string {
  if (!data) return '';
  return JSON.stringify({
    planned: data.planned,
    archived: data.archived,
    ...data.skipped,
    altered: data.skipped.changed,
    changed: data.changed,
  });
}
