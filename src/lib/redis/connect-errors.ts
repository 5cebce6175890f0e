import { says } from '../errors/connection.js';
import { says as ofSession } from '../errors/session.js';
import { EXIT, failure, MeterError, withExitCode, type Saying } from '../format/errors.js';
import { safeText } from '../format/terminal.js';
import { addressText, type NodeAddress } from './address.js';
import { cutShort, mayComeFromCut } from './cut-value.js';
import { explainNetworkError } from './network-errors.js';
import { explainRefusal } from './refusals.js';
import { targetAddress, type CutValue, type Target } from './target.js';

/** One failure. */
export interface Explanation {
  code: string;
  saying: Saying;
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
const ANY_SERVER = { at: null, db: 0, username: null };

/** The error for a refused command on a working connection. Without a target, the connection carried no secret. */
export function refusalError(
  command: string,
  message: string,
  exitCode: number,
  server?: { target: Target; address: NodeAddress },
): MeterError {
  const place = server ? placeOf(server.target, server.address) : ANY_SERVER;
  const { at } = place;
  if (command !== '' && message.startsWith('NOPERM'))
    return failure(says('command-refused', { at, command }), exitCode, `${command.toLowerCase()}-refused`);
  const known = explainRefusal(message, place);
  if (known) return failure(known.saying, exitCode, known.code);
  const words = server ? harmlessWords(message, server.target) : safeText(message.slice(0, 200));
  return failure(says('refused-by-server', { at, command, words }), exitCode);
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
  return connectError(
    explainNetworkError(code, message, place) ?? explainRefusal(message, place) ?? unknownFailure(message, target, place),
    target.cut,
  );
}

/** The error for a connection that its signal aborted: a deadline's `TimeoutError`, or an interruption. */
export function stoppedError(target: Target, address: NodeAddress, phase: ConnectPhase, signal: AbortSignal): MeterError {
  const deadline = signal.reason instanceof Error && signal.reason.name === 'TimeoutError';
  if (!deadline) return failure(says('interrupted-waiting'), EXIT.interrupted, 'interrupted');
  const place = placeOf(target, address);
  return connectError(timeoutFailure(phase, place, target.connectTimeoutMs / 1000), target.cut);
}

/** The error for a reply that Redis does not give. `command`: the command replied to; `null` when no reply was due. */
export function alienError(command: string | null, detail: string, address: NodeAddress, exitCode: number): MeterError {
  const reply = command === null ? null : { command, detail };
  return failure(ofSession('alien-reply', { at: addressText(address), reply }), exitCode);
}

/** Reports the failure as a connection error when no data was read yet. */
export function beforeData(error: unknown): unknown {
  if (!(error instanceof MeterError) || error.code !== 'alien-reply') return error;
  return withExitCode(error, EXIT.connection);
}

function timeoutFailure(phase: ConnectPhase, { at, address }: Place, seconds: number): Explanation {
  switch (phase) {
    case 'lookup':
      return { code: 'dns', saying: says('lookup-timeout', { host: address.host, seconds }) };
    case 'connect':
      return { code: 'timeout', saying: says('connect-timeout', { at, seconds }) };
    case 'tls':
      return { code: 'tls', saying: says('tls-timeout', { at, seconds }) };
    case 'reply':
      return { code: 'timeout', saying: says('reply-timeout', { at, seconds }) };
  }
}

function placeOf({ tls, db, username }: Target, address: NodeAddress): Place {
  return { at: addressText(address), address, tls: tls !== null, db, username };
}

function connectError({ code, saying }: Explanation, cut: CutValue | null): MeterError {
  return failure(cut !== null && mayComeFromCut(code, cut) ? cutShort(cut, saying) : saying, EXIT.connection, code);
}

/** The innermost error: a lost connection keeps its reason as `cause`. */
function rootCause(error: unknown): { code: string; message: string } {
  if (!(error instanceof Error)) return { code: '', message: String(error) };
  if (error.cause instanceof Error) return rootCause(error.cause);
  return { code: 'code' in error ? String(error.code) : '', message: error.message };
}

function unknownFailure(message: string, target: Target, { at }: Place): Explanation {
  return { code: 'connection', saying: says('connection-failed', { at, words: harmlessWords(message, target) }) };
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
