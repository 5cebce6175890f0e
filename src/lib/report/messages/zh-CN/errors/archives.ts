import type { archivesErrors, ArchiveFault } from '../../../../errors/archives.js';
import type { InLanguage } from '../../../../errors/sayings.js';
import { formatCount } from '../../../../format/number.js';

const FAULTS: Readonly<Record<Extract<ArchiveFault, string>, string>> = {
  'block-checksum': '数据块与校验和不符',
  'bytes-after-end': '结尾之后还有数据',
  'block-missing': '缺少数据块',
  'length-checksum': '数据块长度与校验和不符',
  'block-too-large': '数据块的长度超过任何可写入的长度',
  'block-inflate': '数据块无法解压',
  'no-head': '开头不是文件头',
  families: '记录的键族过多',
  totals: '合计与记录不符',
  records: '记录无法读取',
  'no-json': '应为 JSON 处不是 JSON',
};

function faulty(fault: ArchiveFault): string {
  if (typeof fault === 'string') return FAULTS[fault];
  return 'field' in fault ? `字段 ${fault.field} 的内容不对` : `记录中 ${fault.member} 的内容不对`;
}

export const archives: InLanguage<typeof archivesErrors> = {
  'archive-exists': ({ path }) => [`归档文件 ${path} 已存在，不会覆盖；未做任何更改。`, '换一个归档文件名。'],
  'archive-not-created': ({ path, why }, say) => [
    `无法创建归档文件 ${path}：${say(why)[0]}。未做任何更改。`,
    '指定可写且空间足够的目录。',
  ],
  'archive-unwritable': ({ path, why }, say) => [
    `无法写入归档文件 ${path}：${say(why)[0]}。当前批次未做任何更改。`,
    '腾出空间，或把归档放到其他目录，然后重新运行，会从中断处继续。',
  ],
  'archive-not-closed': ({ path, why }, say) => [
    `无法关闭归档文件 ${path}：${say(why)[0]}。其中有每个变更过的键，只缺合计。`,
    '保留该文件：可直接用于恢复。',
  ],
  'archive-unreadable': ({ path, why }, say) => [`无法读取归档文件 ${path}：${say(why)[0]}。`, '检查路径和读取权限。'],
  'no-archive': ({ path }) => [`文件 ${path} 不是变更的归档。`, '给出回执中的路径。'],
  'archive-version': ({ path, version }) => [`归档文件 ${path} 的格式为 ${version}，当前版本不支持。`, '使用更新的版本。'],
  'archive-without-head': ({ path }) => [
    `归档文件 ${path} 在第一条记录之前结束：创建时中断，未做任何更改。`,
    '没有可恢复的内容，可以删除。',
  ],
  'archive-damaged': ({ path, offset, fault }) => [
    `归档文件 ${path} 在第 ${offset} 字节处损坏：${faulty(fault)}。`,
    '用该文件的完整副本恢复。',
  ],
  'archives-folder': ({ path, why }, say) => [`无法读取目录 ${path}：${say(why)[0]}。`, '给出归档所在的目录。'],
  'archives-too-many': ({ path, most }) => [`${path} 中的归档超过 ${formatCount(most)} 份。`, '给出其他目录。'],
};
