import type { ConsistencyNotices } from '../../../../consistency/notices.js';
import type { Sentences } from '../../../../format/message.js';
import { formatCount } from '../../../../format/number.js';
import { listed } from '../figures.js';

export const consistency: Sentences<ConsistencyNotices> = {
  'no-application': () => '未找到已知应用的键：用 --profile 指定应用画像',
  'not-every-key': ({ reason }) => `未读取全部键（${reason}）：合计和列表未判定`,
  'check-refused': ({ keys }) => `当前用户无权读取 ${formatCount(keys)} 个键：相关内容可能显示为不一致`,
  'differences-not-listed': ({ differences }) => `${formatCount(differences)} 处不一致只计数、未列出：加 --all 全部列出`,
  'differences-not-read-again': ({ differences }) =>
    `不一致数量超过可记录的上限，其中 ${formatCount(differences)} 处未重新读取，只计数`,
  'release-undecided': ({ groups }) => `${formatCount(groups)} 组不一致但未判定：取决于版本，用 --profile NAME@VERSION 指定`,
  'judged-without-fields': ({ invariants }) => `${listed(invariants)} 的判定不含取决于版本的字段`,
  'groups-unsettled': ({ groups }) => `${formatCount(groups)} 组写入过于频繁，无法判定是否一致`,
  'groups-on-disk': () => '组数超出内存，合计曾暂存到磁盘',
  'reading-failed': ({ message }) => message,
};
