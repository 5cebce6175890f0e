import { limiterTexts } from '../limiter-texts/zh-CN.js';
import type { FamilyTexts, ProfileTexts } from '../texts.js';
import type { Profile } from '../types.js';

const usual: FamilyTexts = { breaks: '受限的对象可再用一遍上限。', ttl: '窗口，由调用方设置' };
const USAGE = '限流器只统计窗口内的请求，不保存用量。';

const inWords = (text: string): string => limiterTexts[text] ?? text;

/** `families`: those with texts of their own. Checks are named as their limiters are. */
export function libraryTexts({ families, limiters = [] }: Profile, own: ProfileTexts['families'] = {}): ProfileTexts {
  const [first, ...others] = limiters.flatMap(({ id, rules: [rule], checks }) =>
    checks.map(({ when }) => ({ id, title: `${inWords(rule?.title ?? '')}：${inWords(when)}` })),
  );
  return {
    families: { ...Object.fromEntries(families.map(({ id }) => [id, usual])), ...own },
    operations: {
      events: first === undefined ? {} : { check: first.title },
      conditions: {},
      notes: {},
      figures: Object.fromEntries(others.map(({ id, title }, at) => [`${id}-${at + 2}`, title])),
    },
    usageElsewhere: USAGE,
  };
}

const group: FamilyTexts = { ...usual, ttl: '分组：timeout，默认 300 s；其他永久保留' };

export const bottleneckFamilies: ProfileTexts['families'] = Object.fromEntries(
  ['settings', 'running', 'queued', 'registered', 'seen', 'weights', 'expirations', 'clients'].map((id) => [id, group]),
);

export const upstashFamilies: ProfileTexts['families'] = {
  events: '限流器页面缺少一小时。',
  dynamic: '上限恢复为代码中的值。',
  'deny-list': '曾被拒绝的对象可再次发送请求。',
  'deny-list.status': { breaks: '重新获取地址列表。', ttl: usual.ttl! },
};
