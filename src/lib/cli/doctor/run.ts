/** Runs `meter doctor`: from its options to its envelope and exit code. */
import type { DoctorData } from '../../doctor/model.js';
import type { DoctorOptions, RelayFile } from '../../doctor/options.js';
import { assignmentsOf, valuesOf } from '../../format/dotenv.js';
import { EXIT, MeterError } from '../../format/errors.js';
import { loadEnvFile } from '../../switches/file.js';
import { targetInfo } from '../../redis/target-info.js';
import { targetName } from '../../redis/target.js';
import { addressTyped } from '../../redis/typed-address.js';
import { successEnvelope, type Outcome } from '../../report/envelope.js';
import { en } from '../../report/messages/en.js';
import { loadSay } from '../../report/messages/load-errors.js';
import type { Messages } from '../../report/messages/messages.js';
import { wordedDoctor, type DoctorReport } from '../../report/doctor/worded.js';
import { connect, targetFrom } from '../base/connect.js';
import { onInterrupt } from '../base/interrupt.js';
import { offsetGiven } from '../base/offset-given.js';
import { profilesFrom } from '../base/profiles.js';
import { readingTyped } from '../flags/reading-typed.js';
import type { DoctorRequest } from './options.js';

/** A server that does not answer for so long is not well, whatever else it would say. */
const ANSWER_MS = 3_000;

/** Reports errors of the request before anything is sent. The returned function checks once. */
export async function preparedDoctor(
  request: DoctorRequest,
  { rights }: Pick<DoctorOptions, 'rights'>,
  messages: Messages = en,
): Promise<(once: Pick<DoctorOptions, 'now' | 'signal'>) => Promise<Outcome<DoctorReport>>> {
  const { address, maxCommands, maxLatencyMs, pings, withinMs, pool, showIds, failOn } = request;
  const { profiles, asked: profilesAsked } = await profilesFrom(request.profiles, messages.language);
  const { target: asked } = await targetFrom(address);
  const target = address.timeout === undefined ? { ...asked, commandTimeoutMs: ANSWER_MS } : asked;
  const relay = address.envFile === undefined ? null : await relayFile(address.envFile);
  const offset = await offsetGiven(request.utcOffset, address.envFile);
  const typed = { server: addressTyped(address), reading: readingTyped(request) };
  return async ({ now, signal }) => {
    const [{ runDoctor, unreachable }, { doctorGuard }, { openLedger }] = await Promise.all([
      import('../../doctor/doctor.js'),
      import('../../redis/guard.js'),
      import('../../redis/ledger.js'),
    ]);
    const startedAt = performance.now();
    const access = { guard: doctorGuard(), ledger: openLedger(maxCommands) };
    const enveloped = (data: DoctorData, info: ReturnType<typeof targetInfo> | null) =>
      successEnvelope({
        command: 'doctor',
        target: info,
        data: wordedDoctor(data, typed, messages),
        warnings: [],
        spent: {
          commands: access.ledger.commands,
          roundTrips: access.ledger.roundTrips,
          seconds: Math.round(performance.now() - startedAt) / 1000,
        },
      });
    const session = await connect(target, { ...access, signal }).catch((error: unknown) => {
      if (error instanceof MeterError && error.exitCode === EXIT.connection) return error;
      throw error;
    });
    if (session instanceof MeterError) {
      const { host, port, path, db, tls, replica, sentinel } = target;
      const info = {
        name: targetName(target),
        host: path === null ? host : null,
        port: path === null ? port : null,
        db,
        tls: tls !== null,
        mode: sentinel === null ? ('standalone' as const) : ('sentinel' as const),
        replica,
      };
      const [message, ...suggestions] = (await loadSay(messages.language))(session.saying);
      return {
        envelope: enveloped(unreachable({ code: session.code, message, suggestions }, now), info),
        exitCode: EXIT.connection,
        failure: session,
      };
    }
    try {
      const data = await runDoctor(session, access, {
        profiles,
        profilesAsked,
        database: session.target.db,
        offset,
        relay,
        now,
        pings,
        deadlineMs: withinMs,
        pool,
        rights,
        maxLatencyMs,
        showIds,
        signal,
      });
      const envelope = enveloped(data, targetInfo(session, session.target.db));
      return { envelope, exitCode: exitCodeOf(data, failOn) };
    } finally {
      session.close();
    }
  };
}

export async function doctorWith(
  request: DoctorRequest,
  say: (text: string) => void,
  ask: Pick<DoctorOptions, 'rights'>,
  messages: Messages,
): Promise<Outcome<DoctorReport>> {
  const check = await preparedDoctor(request, ask, messages);
  const interrupt = onInterrupt(say, messages.talk.interrupted.reading);
  try {
    return await check({ now: request.now, signal: interrupt.signal });
  } finally {
    interrupt.release();
  }
}

function exitCodeOf({ checks, partial }: DoctorData, failOn: DoctorRequest['failOn']): number {
  if (partial !== null) return partial === 'interrupted' ? EXIT.interrupted : EXIT.partial;
  const bad = failOn === null ? [] : failOn === 'warn' ? ['warn', 'fail'] : ['fail'];
  return checks.some(({ state }) => bad.includes(state)) ? EXIT.findings : EXIT.ok;
}

async function relayFile(name: string): Promise<RelayFile> {
  const { text } = await loadEnvFile(name);
  const assignments = assignmentsOf(text);
  const names = assignments.map((one) => one.name);
  return {
    values: Object.fromEntries(valuesOf(assignments)),
    twice: [...new Set(names.filter((one, at) => names.indexOf(one) !== at))],
  };
}
