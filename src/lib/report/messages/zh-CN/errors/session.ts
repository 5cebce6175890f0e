import type { InLanguage } from '../../../../errors/sayings.js';
import type { ScanStuck, sessionErrors } from '../../../../errors/session.js';
import { formatCount } from '../../../../format/number.js';

function stuck(why: ScanStuck): string {
  switch (why.code) {
    case 'too-many':
      return `已返回 ${formatCount(why.returned)} 个键名，而 Redis 自报 ${formatCount(why.reported)} 个`;
    case 'empty':
      return `连续用 ${why.command} 请求 ${formatCount(why.asked)} 个键名，一个也没有返回`;
    case 'alike':
      return `连续 ${formatCount(why.steps)} 步返回相同的键名`;
    case 'cursor':
      return `游标 ${why.cursor} 重复出现，没有新的键名`;
  }
}

const AGAIN = '确认 Redis 正常后重新运行。';

export const session: InLanguage<typeof sessionErrors> = {
  'owners-unreadable': ({ owners }) => [
    `无法读取 ${formatCount(owners)} 个对象的名称：当前用户无权读取它们的键。`,
    '允许该用户读取所有键（ACL SETUSER <user> %R~*），或在 --owner 中给出 id。',
  ],
  'alien-reply': ({ at, reply }) => [
    reply === null ? `${at} 的应答多于请求。` : `${at} 对 ${reply.command} 的应答不是 Redis 的应答：${reply.detail}。`,
    '该地址可能是代理或其他服务：直接连接 Redis。',
  ],
  'connection-not-renewed': ({ failed }, say) => [
    `与 Redis 的连接中断，重连失败。${failed === null ? '' : say(failed)[0]}`,
    AGAIN,
  ],
  'connection-lost': ({ at, times, command, words }) => [
    `与 ${at} 的连接在发送 ${command ?? '命令'} 时中断 ${times} 次：${words}。`,
    AGAIN,
  ],
  'not-serving': ({ words }) => [`Redis 一直拒绝：${words}。`, '等 Redis 恢复后重新运行。'],
  'too-slow': ({ seconds }) => [
    `Redis 应答过慢，一个 pipeline 在 ${seconds} s 内没有完成。`,
    '查看是什么占用了 Redis（SLOWLOG、INFO），或调大 --timeout。',
  ],
  'scan-stuck': ({ command, why }) => [`该 Redis 的 ${command} 无法结束：${stuck(why)}。`, '该地址可能是代理：直接连接 Redis。'],
  'command-budget': ({ ceiling }) => [
    `命令上限为 ${formatCount(ceiling)} 条，余量不够执行下一步。`,
    '调大 --max-commands，或去掉该选项。',
  ],
  'not-on-list': ({ command, changing }) => [`命令 ${command} 不在${changing ? '变更' : '只读'}命令之列，未发送。`],
  'read-only-replica': ({ name, master }) => [
    `${name} 是副本，不接受变更；未发送任何命令。`,
    master === null ? '改连主节点。' : `改连主节点：${master}`,
  ],
  'cluster-empty': ({ at }) => [
    `${at} 所在集群没有给出主节点。`,
    '查看 CLUSTER SLOTS 和 CLUSTER INFO：没有槽分配给可访问的节点。',
  ],
  'not-a-cluster': ({ at }) => [`${at} 不属于集群。`, '去掉 --cluster。'],
  'no-replica': ({ at }) => [`${at} 没有已连接的副本。`, '去掉 --replica，从主节点读取。'],
  'sentinels-no-replica': () => ['哨兵没有该主节点的可用副本。', '去掉 --replica，从主节点读取；并检查 --master-name。'],
  'unknown-master': () => ['哨兵不认识该主节点名。', '检查 --master-name：即哨兵配置中 `sentinel monitor` 之后的名字。'],
  'is-sentinel': ({ at, master }) => [
    `${at} 是哨兵，不存键。`,
    `向它查询主节点：--sentinel ${at} --master-name ${master ?? 'NAME'}`,
  ],
  failover: ({ at, replica }) => [`哨兵称 ${at} 是${replica ? '副本' : '主节点'}，实际不是。`, '可能正在故障转移：稍后重试。'],
};
