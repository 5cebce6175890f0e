/** Chinese texts of the providers that the program knows, by their ids. */
import type { EstimateMessages } from '../../estimate.js';

interface Texts {
  title?: string;
  billed?: string;
  note?: string;
  /** Where the prices are from. */
  source?: string;
  plans?: Readonly<Record<string, { title?: string; note?: string }>>;
}

const flat = (how: string, title?: string): Texts => ({
  ...(title !== undefined && { title }),
  plans: { 'by-size': { title: how } },
});

const OWN = '自有服务器';

const TEXTS: Readonly<Record<string, Texts>> = {
  upstash: {
    billed: 'pipeline 和事务中的每条命令，脚本及其调用的每条命令',
    note: '文档没有说明 MULTI 和 EXEC 是否计费，此处计入。全球数据库的每次写入按每个读区域再计一次。',
    source: 'upstash.com/docs/redis（overall/billing、overall/pricing）；流量：2026-09-20 的 upstash.com/pricing/redis',
    plans: { free: { note: '超出配额：ERR max requests limit exceeded' } },
  },
  'elasticache-serverless': {
    billed: '每条命令一个 ECPU，按大小或时间更多；MULTI 和 EXEC 免费；脚本按时间',
    note: '按每条命令一个 ECPU 计，为最低值：脚本、HGETALL 和 SCAN 按时间计更多。',
    source: '计费规则：github.com/aws/agent-toolkit-for-aws；2026 年 6 月价格：aws.amazon.com/elasticache/pricing',
  },
  elasticache: flat('按节点和小时', 'Amazon ElastiCache（节点）'),
  memorydb: flat('按节点和小时，以及写入的数据'),
  azure: flat('按实例规格'),
  memorystore: flat('按 GB 和小时'),
  'redis-cloud': flat('按套餐和吞吐'),
  render: flat('按实例规格'),
  railway: flat('按所用资源'),
  dragonfly: flat(OWN),
  kvrocks: flat(OWN),
  garnet: flat(OWN),
  keydb: flat(OWN),
  tendis: flat(OWN),
  'self-hosted': flat(OWN, 'Redis 或 Valkey'),
};

export const providerTitle = (id: string, title: string): string => TEXTS[id]?.title ?? title;

export const planTitle = (provider: string, id: string, title: string): string => TEXTS[provider]?.plans?.[id]?.title ?? title;

export const provider: EstimateMessages['provider'] = (id, { title, billed, note }) => ({
  title: providerTitle(id, title),
  billed: billed === null ? '不按命令计费' : (TEXTS[id]?.billed ?? billed),
  note: note === null ? null : (TEXTS[id]?.note ?? note),
});

export const plan: EstimateMessages['plan'] = (providerId, id, { providerTitle: named, title, note, source }) => ({
  providerTitle: providerTitle(providerId, named),
  title: planTitle(providerId, id, title),
  note: note === null ? null : (TEXTS[providerId]?.plans?.[id]?.note ?? note),
  source: TEXTS[providerId]?.source ?? source,
});
