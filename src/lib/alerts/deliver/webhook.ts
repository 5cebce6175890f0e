/** Posts events to a URL. The URL is a secret: errors name its host only. */
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AlertMessage } from '../message.js';
import { bodyOf, errorInAnswer, MOST_EVENTS, type WebhookFormat } from './formats.js';
import type { Receiver, Refusal } from './receiver.js';
import { signatureFor, UNSIGNED } from './signature.js';

export interface WebhookOptions {
  url: URL;
  format: WebhookFormat;
  /** Signs each request; `null`: they are not signed. */
  secret: string | null;
  /** For one attempt. */
  timeoutMs: number;
  /** Before the second attempt; doubled before the third. */
  pauseMs: number;
}

const ATTEMPTS = 3;
/** A receiver may ask for a pause; no longer one is kept. */
const LONGEST_PAUSE_MS = 30_000;
/** Bytes read of an answer. */
const MOST_ANSWER = 65_536;

export function webhookTo(options: WebhookOptions): Receiver {
  const { url, format } = options;
  return {
    id: `webhook-${createHash('sha256').update(`${format} ${url.href}`).digest('hex').slice(0, 16)}`,
    kind: 'webhook',
    name: url.host,
    async send(messages, signal) {
      let taken = 0;
      while (taken < messages.length) {
        const part = messages.slice(taken, taken + MOST_EVENTS);
        const refusal = await posted(part, options, signal);
        if (refusal) return { taken, refusal };
        taken += part.length;
      }
      return { taken, refusal: null };
    },
  };
}

async function posted(messages: readonly AlertMessage[], options: WebhookOptions, signal: AbortSignal): Promise<Refusal | null> {
  for (let attempt = 1; ; attempt++) {
    const { refusal, pauseMs } = await attempted(messages, options, signal);
    if (refusal === null) return null;
    if (signal.aborted) return { why: 'interrupted' };
    if (pauseMs === null || attempt === ATTEMPTS) return refusal;
    await sleep(Math.max(pauseMs, options.pauseMs * 2 ** (attempt - 1)), undefined, { signal }).catch(() => {});
  }
}

/** `pauseMs`: the least time before another attempt; `null`: another attempt is useless. */
interface Attempt {
  refusal: Refusal | null;
  pauseMs: number | null;
}

async function attempted(messages: readonly AlertMessage[], options: WebhookOptions, signal: AbortSignal): Promise<Attempt> {
  const { url, format, secret, timeoutMs } = options;
  const { query, members } = secret === null ? UNSIGNED : signatureFor(format, secret, Date.now());
  const deadline = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(addressed(url, query), {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8', 'user-agent': 'meter', ...authorization(url) },
      body: bodyOf(format, messages, members),
      // The body must not go to another address.
      redirect: 'manual',
      signal: AbortSignal.any([deadline, signal]),
    });
    const answer = await textOf(response);
    const { status } = response;
    if (status >= 300 && status < 400) return { refusal: { why: 'redirect' }, pauseMs: null };
    if (status < 200 || status > 299) {
      const mayPass = status >= 500 || status === 429 || status === 408;
      return { refusal: { why: 'status', status }, pauseMs: mayPass ? pauseAsked(response) : null };
    }
    const error = errorInAnswer(format, answer);
    return error ? { refusal: { why: 'answer', code: error.code }, pauseMs: null } : { refusal: null, pauseMs: null };
  } catch (error) {
    if (deadline.aborted) return { refusal: { why: 'timeout', seconds: timeoutMs / 1000 }, pauseMs: 0 };
    return { refusal: { why: 'network', code: codeOf(error) }, pauseMs: 0 };
  }
}

/** fetch refuses addresses with a user. */
function addressed(url: URL, query: Readonly<Record<string, string>>): URL {
  const bare = new URL(url);
  for (const [name, value] of Object.entries(query)) bare.searchParams.set(name, value);
  bare.username = '';
  bare.password = '';
  return bare;
}

function authorization({ username, password }: URL): Record<string, string> {
  if (username === '' && password === '') return {};
  const [user, secret] = [username, password].map((text) => decodeURIComponent(text));
  return { authorization: `Basic ${Buffer.from(`${user}:${secret}`).toString('base64')}` };
}

async function textOf({ body }: Response): Promise<string> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of (body ?? []) as AsyncIterable<Uint8Array>) {
    pieces.push(piece);
    bytes += piece.length;
    if (bytes > MOST_ANSWER) break;
  }
  return Buffer.concat(pieces).toString('utf8');
}

function pauseAsked({ headers }: Response): number {
  const seconds = Number(headers.get('retry-after') ?? Number.NaN);
  return seconds > 0 ? Math.min(seconds * 1000, LONGEST_PAUSE_MS) : 0;
}

/** The message of a failed fetch may hold the address, so only the code is kept. */
function codeOf(error: unknown): string | null {
  const { cause } = error as { cause?: { code?: unknown; errors?: { code?: unknown }[] } };
  const code = cause?.code ?? cause?.errors?.[0]?.code;
  return typeof code === 'string' && /^[A-Z_0-9]{1,40}$/.test(code) ? code : null;
}
