import { EXIT, MeterError } from '../format/errors.js';
import { safeText } from '../format/terminal.js';
import { addressText, tcpAddress, type NodeAddress } from './address.js';
import { cutAdvice, mayComeFromCut } from './cut-value.js';
import { explainNetworkError } from './network-errors.js';
import { explainRefusal } from './refusals.js';
import { targetAddress, type CutValue, type Target } from './target.js';

/** One failure: `cause` is a sentence, `next` lists what to do. */
export interface Explanation {
  code: string;
  cause: string;
  next: readonly string[];
}

/** Facts that an explanation may mention; contains no secret. */
export interface Place {
  /** The address as text. */
  at: string;
  address: NodeAddress;
  tls: boolean;
  db: number;
  username: string | null;
}

/** A server about which nothing is known except its reply. */
const ANY_SERVER: Place = { at: 'The server', address: tcpAddress('', 0), tls: false, db: 0, username: null };

/** The error for a refused command on a working connection. Without a target, the connection carried no secret. */
export function refusalError(
  command: string,
  message: string,
  exitCode: number,
  server?: { target: Target; address: NodeAddress },
): MeterError {
  const place = server ? placeOf(server.target, server.address) : ANY_SERVER;
  const right = `+${command.toLowerCase()}`;
  if (command !== '' && message.startsWith('NOPERM'))
    return new MeterError(
      `${command.toLowerCase()}-refused`,
      exitCode,
      `${place.at} does not allow this user to send ${command}.`,
      [`Allow it: ACL SETUSER <user> ${right} ~*`, 'docs/redis-access.md has the ACL lines.'],
    );
  const known = explainRefusal(message, place);
  if (known) return new MeterError(known.code, exitCode, known.cause, known.next);
  const words = server ? harmlessWords(message, server.target) : safeText(message.slice(0, 200));
  const what = command === '' ? 'the change' : command;
  return new MeterError('refused-by-server', exitCode, `${place.at} refuses ${what}${words === '' ? '' : `: ${words}`}.`, [
    'Look at the log of the server, and at the rights of its user (ACL LIST).',
  ]);
}

/** How far a connection attempt had come: name look-up, TCP, TLS, or waiting for the first reply. */
export type ConnectPhase = 'lookup' | 'connect' | 'tls' | 'reply';

/**
 * Turns a connection failure, or the server's refusal of the connection, into a MeterError with exit code 5. Returns a MeterError
 * unchanged.
 */
export function explainConnectError(error: unknown, target: Target, address: NodeAddress = targetAddress(target)): MeterError {
  if (error instanceof MeterError) return error;
  const place = placeOf(target, address);
  const { code, message } = rootCause(error);
  return failure(
    explainNetworkError(code, message, place) ?? explainRefusal(message, place) ?? unknownFailure(message, target, place),
    target.cut,
  );
}

/** The error for a connection that its signal aborted: a deadline's `TimeoutError`, or an interruption. */
export function stoppedError(target: Target, address: NodeAddress, phase: ConnectPhase, signal: AbortSignal): MeterError {
  const deadline = signal.reason instanceof Error && signal.reason.name === 'TimeoutError';
  if (!deadline) return new MeterError('interrupted', EXIT.interrupted, 'Interrupted before Redis had answered.');
  const place = placeOf(target, address);
  return failure(timeoutFailure(phase, place, `within ${target.connectTimeoutMs / 1000} s`), target.cut);
}

/** The error for a reply that Redis does not give. `command`: the command replied to; `null` when no reply was due. */
export function alienError(command: string | null, detail: string, address: NodeAddress, exitCode: number): MeterError {
  const what =
    command === null ? 'sends more replies than it was asked for' : `answers ${command} in a way that Redis does not: ${detail}`;
  return new MeterError('alien-reply', exitCode, `${addressText(address)} ${what}.`, [
    'A proxy or another kind of server may answer at this address: connect to Redis itself.',
  ]);
}

/** Reports the failure as a connection error when no data was read yet. */
export function beforeData(error: unknown): unknown {
  if (!(error instanceof MeterError) || error.code !== 'alien-reply') return error;
  return new MeterError(error.code, EXIT.connection, error.message, error.suggestions);
}

function timeoutFailure(phase: ConnectPhase, { at, address }: Place, within: string): Explanation {
  switch (phase) {
    case 'lookup':
      return {
        code: 'dns',
        cause: `The host name ${address.host} was not resolved ${within}.`,
        next: ['Check the name and the network.'],
      };
    case 'connect':
      return {
        code: 'timeout',
        cause: `${at} did not accept a connection ${within}.`,
        next: ['Check the address, firewalls and security groups; many hosted services only answer inside their own network.'],
      };
    case 'tls':
      return {
        code: 'tls',
        cause: `${at} accepted the connection but did not finish a TLS handshake ${within}.`,
        next: ['The server may not speak TLS: try redis:// instead of rediss://, or leave --tls out.'],
      };
    case 'reply':
      return {
        code: 'timeout',
        cause: `${at} accepted the connection but did not answer ${within}.`,
        next: ['The server may be busy or stopped, expect TLS (rediss:// or --tls), or not be Redis at all.'],
      };
  }
}

function placeOf({ tls, db, username }: Target, address: NodeAddress): Place {
  return { at: addressText(address), address, tls: tls !== null, db, username };
}

function failure({ code, cause, next }: Explanation, cut: CutValue | null): MeterError {
  const first = cut !== null && mayComeFromCut(code, cut) ? [cutAdvice(cut)] : [];
  return new MeterError(code, EXIT.connection, cause, [...first, ...next]);
}

/** The innermost error: a lost connection keeps its reason as `cause`. */
function rootCause(error: unknown): { code: string; message: string } {
  if (!(error instanceof Error)) return { code: '', message: String(error) };
  if (error.cause instanceof Error) return rootCause(error.cause);
  return { code: 'code' in error ? String(error.code) : '', message: error.message };
}

function unknownFailure(message: string, target: Target, { at }: Place): Explanation {
  const words = harmlessWords(message, target);
  return {
    code: 'connection',
    cause: words === '' ? `The connection to ${at} failed.` : `The connection to ${at} failed: ${words}.`,
    next: ['Check that the address is that of a Redis server and that it is healthy.'],
  };
}

/** A server may echo what it received, so its words are shown only when they contain no part of a credential. */
function harmlessWords(message: string, { username, password, sentinel }: Target): string {
  const secrets = [username, password, sentinel?.username, sentinel?.password];
  const words = message
    .replace(/,? with args beginning with.*/s, '')
    .replace(/[^\x20-\x7e]+/g, ' ')
    .trim()
    .slice(0, 160)
    .replace(/\.$/, '');
  return secrets.some((secret) => secret && words.includes(secret)) ? '' : words;
}
