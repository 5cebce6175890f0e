import type { ProfileTexts } from '../../texts.js';
import { bullTexts, queueTexts } from '../bull/zh-CN.js';

export const n8nTexts: ProfileTexts = {
  readFrom: 'n8n 2.x：packages/cli/src/scaling/constants.ts 和 scaling.service.ts；bull 4.16.5，在 Redis 7.0.15 上运行',
  families: queueTexts(),
  ...(bullTexts.operations && { operations: bullTexts.operations }),
  usageElsewhere: 'n8n 的执行记录存于其数据库，没有模型用量。',
};
