/** The bodies of webhooks. */
import type { AlertMessage } from '../message.js';

export const WEBHOOK_FORMATS = ['json', 'slack', 'feishu', 'dingtalk', 'wecom'] as const;
export type WebhookFormat = (typeof WEBHOOK_FORMATS)[number];

/** Hosts of chats, whose format needs not be named. */
const HOSTS: readonly (readonly [RegExp, WebhookFormat])[] = [
  [/^hooks\.slack(?:-gov)?\.com$/, 'slack'],
  [/^open\.(?:feishu\.cn|larksuite\.com)$/, 'feishu'],
  [/^oapi\.dingtalk\.com$/, 'dingtalk'],
  [/^qyapi\.weixin\.qq\.com$/, 'wecom'],
];

export const formatOfHost = (host: string): WebhookFormat => HOSTS.find(([shape]) => shape.test(host))?.[1] ?? 'json';

/** Events of one request. */
export const MOST_EVENTS = 100;
/** Lines of one message in a chat. */
const MOST_LINES = 20;
/** WeCom refuses texts of more than 2,048 bytes; the other chats take more. */
const MOST_BYTES = 2_000;

/** `members`: more of them, such as a signature. */
export const bodyOf = (
  format: WebhookFormat,
  messages: readonly AlertMessage[],
  members: Readonly<Record<string, string>> = {},
): string => JSON.stringify({ ...members, ...messageIn(format, messages) });

function messageIn(format: WebhookFormat, messages: readonly AlertMessage[]): object {
  if (format === 'json') return { schemaVersion: 1, events: messages };
  const text = chatText(messages);
  if (format === 'slack') return { text: slackText(text) };
  if (format === 'feishu') return { msg_type: 'text', content: { text } };
  return { msgtype: 'text', text: { content: text } };
}

/** Begins with the word that a chat may demand of every message. */
function chatText(messages: readonly AlertMessage[]): string {
  const [first] = messages;
  const lines = [`meter: ${first?.target ?? first?.application ?? ''}`];
  let bytes = Buffer.byteLength(lines[0]!);
  for (const { text } of messages) {
    bytes += Buffer.byteLength(text) + 1;
    if (lines.length > MOST_LINES || bytes > MOST_BYTES) break;
    lines.push(text);
  }
  const left = messages.length - (lines.length - 1);
  return [...lines, ...(left > 0 ? [`… ${left} more`] : [])].join('\n');
}

/** Slack reads these as the start of links and mentions. */
const slackText = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** The chats answer 200 also when they refuse a message. `null`: it was accepted; else the number of the error. */
export function errorInAnswer(format: WebhookFormat, text: string): { code: number | null } | null {
  if (format === 'json' || format === 'slack') return null;
  try {
    const answer = JSON.parse(text) as { errcode?: unknown; code?: unknown; StatusCode?: unknown };
    const code = format === 'feishu' ? (answer.code ?? answer.StatusCode) : answer.errcode;
    return code === 0 ? null : { code: typeof code === 'number' ? code : null };
  } catch {
    return { code: null };
  }
}
