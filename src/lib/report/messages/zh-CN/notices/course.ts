import { formatCount } from '../../../../format/number.js';
import type { Sentences } from '../../../../format/message.js';
import type { CourseNotices } from '../../notices.js';

export const course: Sentences<CourseNotices> = {
  'keys-not-counted': ({ message }) => `无法查询键数：${message} 加 --offline 则不查询。`,
  'release-not-asked': ({ message }) => `无法查询版本：${message} 加 --offline 则不查询。`,
  'release-from-some-names': ({ names }) => `版本依据 ${formatCount(names)} 个键名识别，并非全部键名；meter audit 会读取全部。`,
  'data-in-part': ({ why }) => `数据只读取了一部分（${why}）：键、API Key、账户和模型可能更多。`,
  'export-in-part': () => '未查看全部键：归档只含此前复制的键。',
};
