/** Signatures that chats may demand of a robot. Each holds for an hour from its timestamp. */
import { createHmac } from 'node:crypto';
import type { WebhookFormat } from './formats.js';

/** What a signed request has beside its message. */
export interface Signature {
  /** More parameters of the address. */
  query: Record<string, string>;
  /** More members of the body. */
  members: Record<string, string>;
}

export const UNSIGNED: Signature = { query: {}, members: {} };

/** The chats that verify signatures, and the variable with the secret of each. */
export const SECRETS: Readonly<Partial<Record<WebhookFormat, string>>> = {
  feishu: 'METER_FEISHU_SECRET',
  dingtalk: 'METER_DINGTALK_SECRET',
};

const hmac = (key: string, text: string): string => createHmac('sha256', key).update(text).digest('base64');

/** `now`: ms since 1970. */
export function signatureFor(format: WebhookFormat, secret: string, now: number): Signature {
  if (format === 'feishu') {
    const timestamp = String(Math.floor(now / 1_000));
    // What is signed is empty; timestamp and secret are the key.
    return { query: {}, members: { timestamp, sign: hmac(`${timestamp}\n${secret}`, '') } };
  }
  if (format !== 'dingtalk') return UNSIGNED;
  const timestamp = String(now);
  return { query: { timestamp, sign: hmac(secret, `${timestamp}\n${secret}`) }, members: {} };
}
