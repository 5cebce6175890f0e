/** A program, a server and a proxy before it: carries out one case after the other. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { startRedis, type TestServer } from '../../support/redis-server.js';
import { loadTinyRelay } from '../../support/tiny-relay.js';
import type { HostileCase, Surroundings } from './case.js';
import { chanceOf } from './chance.js';
import { fileCase } from './file-cases.js';
import { startHostileProxy, type HostileProxy } from './hostile-proxy.js';
import { complaintOf } from './judge.js';
import { Program, type Run } from './program.js';
import { serverCase } from './server-cases.js';
import { makeSoundFiles, type SoundFiles } from './sound-files.js';

/** Runs of one process, which then makes room for a new one: what it keeps adds up. */
const RUNS_OF_PROCESS = 400;

export class Laboratory {
  private runs = 0;

  private constructor(
    private readonly program: Program,
    private readonly server: TestServer,
    private readonly client: Redis,
    private readonly proxy: HostileProxy,
    private readonly folder: string,
    readonly sound: SoundFiles,
  ) {}

  static async open(sound?: SoundFiles): Promise<Laboratory> {
    const [program, server] = [new Program(), await startRedis()];
    const folder = await mkdtemp(join(tmpdir(), 'meter-laboratory-'));
    const [proxy, files] = await Promise.all([startHostileProxy(server.port), sound ?? makeSoundFiles(program, server, folder)]);
    return new Laboratory(program, server, server.client(), proxy, folder, files);
  }

  /** What is wrong with the run of this case; `null`: nothing. What does not hold is tried once more in a new process, so that no machine at work is blamed. */
  async complaint(number: number): Promise<string | null> {
    const first = await this.carryOut(number);
    if (first.complaint === null) return null;
    await this.program.stop();
    const { complaint, run, tried } = await this.carryOut(number);
    if (complaint === null) return null;
    const { args, what } = tried;
    return `case ${number}: ${complaint}\n  meter ${args.join(' ')}\n  ${what.join('\n  ')}\n  exit ${run.code}\n${brief(run.stderr)}\n${brief(run.stdout)}`;
  }

  private async carryOut(number: number): Promise<{ complaint: string | null; run: Run; tried: HostileCase }> {
    if (++this.runs % RUNS_OF_PROCESS === 0) await this.program.stop();
    const tried = caseOf(number, { proxy: this.proxy, sound: this.sound });
    const { files, names, needsServer, tamper, args } = tried;
    const folder = join(this.folder, String(this.runs));
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder);
    for (const [name, bytes] of files) await writeFile(join(folder, name), bytes);
    if (needsServer) {
      await this.client.flushall();
      await loadTinyRelay(this.client);
      for (const name of names) await this.client.hset(Buffer.from(name, 'latin1'), 'requests', '5', 'inputTokens', name);
    }
    this.proxy.set(tamper ?? (() => undefined));
    const run = await this.program.run(args, folder);
    this.proxy.set(() => undefined);
    await rm(folder, { recursive: true, force: true });
    return { complaint: complaintOf(run, args), run, tried };
  }

  async close(): Promise<void> {
    await Promise.all([this.program.stop(), this.proxy.stop()]);
    await this.server.stop();
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** Servers and files by turns. */
function caseOf(number: number, surroundings: Surroundings): HostileCase {
  const chance = chanceOf(number);
  const turn = Math.floor(number / 2);
  return number % 2 === 0 ? serverCase(turn, chance, surroundings) : fileCase(turn, chance, surroundings);
}

const brief = (text: string): string => JSON.stringify(text.length > 1_500 ? `${text.slice(0, 1_500)}…` : text);
