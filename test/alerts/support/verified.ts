/** Verifies signatures as the chats' documents say, with a digest of its own. */
import { createHash } from 'node:crypto';
import type { Answer, Received } from './receiver.js';

const BLOCK = 64;
const HOUR_MS = 3_600_000;

const sha256 = (...parts: Buffer[]): Buffer => createHash('sha256').update(Buffer.concat(parts)).digest();

/** HMAC as RFC 2104 defines it. */
function hmac(key: string, text: string): string {
  const bytes = Buffer.from(key);
  const padded = Buffer.alloc(BLOCK);
  (bytes.length > BLOCK ? sha256(bytes) : bytes).copy(padded);
  const inner = sha256(Buffer.from(padded.map((byte) => byte ^ 0x36)), Buffer.from(text));
  return sha256(Buffer.from(padded.map((byte) => byte ^ 0x5c)), inner).toString('base64');
}

/** The answer of a robot of Feishu or DingTalk. */
export function verified(format: string, secret: string, { path, body }: Received): Answer {
  if (format === 'feishu') {
    const { timestamp, sign } = body as { timestamp?: unknown; sign?: unknown };
    const isRight = isRecent(Number(timestamp) * 1_000) && sign === hmac(`${String(timestamp)}\n${secret}`, '');
    return { status: 200, body: isRight ? '{"code":0}' : '{"code":19021,"msg":"sign match fail"}' };
  }
  const query = new URLSearchParams(path.slice(path.indexOf('?') + 1));
  const timestamp = query.get('timestamp');
  const isRight = isRecent(Number(timestamp)) && query.get('sign') === hmac(secret, `${timestamp}\n${secret}`);
  return { status: 200, body: isRight ? '{"errcode":0}' : '{"errcode":310000,"errmsg":"sign not match"}' };
}

const isRecent = (ms: number): boolean => Math.abs(Date.now() - ms) < HOUR_MS;
