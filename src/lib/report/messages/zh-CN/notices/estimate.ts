import type { EstimateNotices } from '../../../../estimate/notices.js';
import type { Sentences } from '../../../../format/message.js';
import { formatCount } from '../../../../format/number.js';
import { joined, listed } from '../figures.js';

export const estimate: Sentences<EstimateNotices> = {
  'jobs-left-out': ({ keys, commandsPerDay }) =>
    `数值不含遍历所有键的后台任务：给出 --keys N、--env-file FILE、--url URL 或 --rdb FILE。每 ${formatCount(keys)} 个键每天增加 ${formatCount(commandsPerDay)} 条命令。`,
  'switch-ignored': ({ env, value, because }) => `${env}=${value} 不起作用：${because}。未计入本次估算。`,
  'switch-tried-unread': ({ env, because }) => `${env} 已试算，但应用不读取它：${because}。`,
  'switch-assumed-read': ({ env, because }) => `按应用读取 ${env} 估算，但不确定：${because}。`,
  'switch-off': ({ env, value, breaks }) => joined(`${env}=${value}：`, breaks),
  'switches-not-read': ({ unread, switches }) =>
    `${formatCount(switches)} 个开关中有 ${formatCount(unread)} 个应用不读取，没有节省：见 meter flags list。`,
  'events-not-measured': ({ version, sources }) => `版本 ${version} 的 ${listed(sources)} 没有实测，未计入。`,
  'share-of-condition': ({ condition, note }) => `${condition} 的占比：${note}`,
};
