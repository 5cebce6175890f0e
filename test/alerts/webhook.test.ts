/** Webhooks against a receiver that fails, hangs and refuses. Nothing of the URL but its host is shown. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bodyOf, formatOfHost, type WebhookFormat } from '../../src/lib/alerts/deliver/formats.js';
import { webhookTo } from '../../src/lib/alerts/deliver/webhook.js';
import type { AlertMessage } from '../../src/lib/alerts/message.js';
import { progressed } from '../../src/lib/alerts/progress.js';
import { messageOf } from '../../src/lib/report/alerts/event.js';
import { startReceiver, type Behaviour, type TestReceiver } from './support/receiver.js';
import { verified } from './support/verified.js';
import { watchedLimit } from './support/watched.js';

let receiver: TestReceiver;
beforeAll(async () => {
  receiver = await startReceiver();
});
afterAll(() => receiver?.stop());

const never = new AbortController().signal;

function messages(count: number): AlertMessage[] {
  const watched = Array.from({ length: count }, (_, at) =>
    watchedLimit(`key ${at} <&>`, { used: 100, allowed: 100, since: '2026-11-21T00:00:00+08:00' }),
  );
  const look = { at: '2026-11-21T03:45:00+08:00', complete: true, unreadable: new Set<string>(), margin: 2 };
  return progressed(new Map(), watched, look).events.map((event) =>
    messageOf(event, { target: 'localhost:6379/0', application: 'claude-relay-service' }),
  );
}

const to = (path: string, options: { format?: WebhookFormat; timeoutMs?: number; secret?: string } = {}) =>
  webhookTo({ url: new URL(path, receiver.url), format: 'json', secret: null, timeoutMs: 5_000, pauseMs: 5, ...options });

describe('a receiver', () => {
  test.each<[string, Behaviour[], WebhookFormat, number, unknown]>([
    ['that takes them', [{ status: 204 }], 'json', 1, null],
    ['that fails twice', [{ status: 500 }, 'cut', { status: 200 }], 'json', 3, null],
    ['that always fails', [{ status: 500 }], 'json', 3, { why: 'status', status: 500 }],
    ['that is asked too much', [{ status: 429, headers: { 'retry-after': '0' } }, { status: 200 }], 'json', 2, null],
    ['that refuses them', [{ status: 403 }], 'json', 1, { why: 'status', status: 403 }],
    ['that closes the connection', ['cut'], 'json', 3, { why: 'network', code: 'UND_ERR_SOCKET' }],
    ['that hangs', ['hang'], 'json', 3, { why: 'timeout', seconds: 0.1 }],
    ['that redirects', [{ status: 302, headers: { location: '/elsewhere' } }], 'json', 1, { why: 'redirect' }],
    ['of Feishu', [{ status: 200, body: '{"code":0,"msg":"success"}' }], 'feishu', 1, null],
    [
      'of Feishu that refuses',
      [{ status: 200, body: '{"code":19024,"msg":"Key Words Not Found"}' }],
      'feishu',
      1,
      { why: 'answer', code: 19024 },
    ],
    ['of DingTalk that refuses', [{ status: 200, body: '{"errcode":310000}' }], 'dingtalk', 1, { why: 'answer', code: 310000 }],
    ['of WeCom', [{ status: 200, body: '{"errcode":0,"errmsg":"ok"}' }], 'wecom', 1, null],
    ['of WeCom that is something else', [{ status: 200, body: '<html>' }], 'wecom', 1, { why: 'answer', code: null }],
    ['with an endless answer', [{ status: 200, body: 'x'.repeat(5_000_000) }], 'json', 1, null],
  ])('%s', async (_, answers, format, attempts, refusal) => {
    receiver.behave(...answers);
    const result = await to('/hook', { format, timeoutMs: answers.includes('hang') ? 100 : 5_000 }).send(messages(1), never);
    expect(result).toEqual({ taken: refusal === null ? 1 : 0, refusal });
    expect(receiver.received.length).toBe(attempts);
  });

  test('that is not there', async () => {
    const stopped = await startReceiver();
    await stopped.stop();
    const url = new URL(`${stopped.url.replace('//', '//user:hunter2@')}/secret-path?token=hunter2`);
    const hook = webhookTo({ url, format: 'json', secret: null, timeoutMs: 1_000, pauseMs: 5 });
    const result = await hook.send(messages(1), never);
    expect(result).toEqual({ taken: 0, refusal: { why: 'network', code: 'ECONNREFUSED' } });
    expect(JSON.stringify([result, hook.name, hook.id])).not.toMatch(/hunter2|secret-path/);
  });

  test('gets at most 100 events in one request, and those that it took are not sent again', async () => {
    receiver.behave({ status: 200 }, { status: 400 });
    expect(await to('/hook').send(messages(150), never)).toEqual({ taken: 100, refusal: { why: 'status', status: 400 } });
    const sizes = receiver.received.map(({ body }) => (body as { events: unknown[] }).events.length);
    expect(sizes).toEqual([100, 50]);
  });

  test('gets user and password as a header', async () => {
    receiver.behave({ status: 200 });
    const url = new URL(receiver.url.replace('//', '//us%40er:pass@'));
    await webhookTo({ url, format: 'json', secret: null, timeoutMs: 1_000, pauseMs: 5 }).send(messages(1), never);
    expect(receiver.received[0]!.headers.authorization).toBe(`Basic ${Buffer.from('us@er:pass').toString('base64')}`);
  });

  test('is not waited for after Ctrl-C', async () => {
    receiver.behave('hang');
    const interrupt = new AbortController();
    setTimeout(() => interrupt.abort(), 50);
    const result = await to('/hook', { timeoutMs: 30_000 }).send(messages(1), interrupt.signal);
    expect(result).toEqual({ taken: 0, refusal: { why: 'interrupted' } });
  });
});

describe('a robot that verifies signatures', () => {
  const SECRET = 'SECmade+up/secret=';

  test.each<[WebhookFormat, string, unknown]>([
    ['feishu', SECRET, null],
    ['feishu', 'another', { why: 'answer', code: 19021 }],
    ['dingtalk', SECRET, null],
    ['dingtalk', 'another', { why: 'answer', code: 310000 }],
  ])('of %s, with the secret %s', async (format, secret, refusal) => {
    receiver.behave((request) => verified(format, SECRET, request));
    const hook = to('/robot/send?access_token=a%2Bb', { format, secret });
    expect(await hook.send(messages(1), never)).toEqual({ taken: refusal === null ? 1 : 0, refusal });
    expect(new URL(receiver.received[0]!.path, receiver.url).searchParams.get('access_token')).toBe('a+b');
    expect(JSON.stringify([receiver.received, hook])).not.toContain(secret);
  });

  test('gets a new one with each attempt, and waiting events stay those of one receiver', async () => {
    receiver.behave({ status: 500 }, (request) => verified('feishu', SECRET, request));
    const hook = to('/hook', { format: 'feishu', secret: SECRET });
    expect(await hook.send(messages(1), never)).toEqual({ taken: 1, refusal: null });
    expect(hook.id).toBe(to('/hook', { format: 'feishu' }).id);
  });

  test.each<WebhookFormat>(['json', 'slack', 'wecom'])('%s has none', async (format) => {
    receiver.behave({ status: 200, body: '{"errcode":0}' });
    await to('/hook', { format, secret: SECRET }).send(messages(1), never);
    expect(receiver.received[0]!.path).toBe('/hook');
    expect(Object.keys(receiver.received[0]!.body as object)).not.toContain('sign');
  });
});

test('chats get text of a bounded length', () => {
  for (const format of ['slack', 'feishu', 'dingtalk', 'wecom'] as const) {
    const body = JSON.parse(bodyOf(format, messages(60))) as Record<string, unknown>;
    const { text, content } = { text: body.text, content: body.content } as { text: unknown; content?: { text: string } };
    const shown = content?.text ?? (typeof text === 'string' ? text : (text as { content: string }).content);
    expect(shown.split('\n')[0]).toBe('meter: localhost:6379/0');
    expect(shown.split('\n')[1]).toBe(
      `critical: key 0 ${format === 'slack' ? '&lt;&amp;&gt;' : '<&>'}: daily cost $100 of $100, 100 %`,
    );
    expect(shown).toMatch(/\n… \d\d more$/);
    expect(Buffer.byteLength(shown)).toBeLessThan(format === 'slack' ? 4_096 : 2_048);
  }
});

test.each([
  ['hooks.slack.com', 'slack'],
  ['open.feishu.cn', 'feishu'],
  ['open.larksuite.com', 'feishu'],
  ['oapi.dingtalk.com', 'dingtalk'],
  ['qyapi.weixin.qq.com', 'wecom'],
  ['example.com', 'json'],
])('%s takes %s', (host, format) => {
  expect(formatOfHost(host)).toBe(format);
});
