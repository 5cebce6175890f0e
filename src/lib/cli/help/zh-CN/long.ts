/** Longer texts of topics. */
import { ENVELOPE, SAFETY } from '../topics.js';

export const long: Readonly<Record<string, string>> = {
  [ENVELOPE]: `每条命令加 --json（或 --format json）都输出一个同样的结构：

{ "schemaVersion": 1, "command": "audit", "ok": true, "target": {}, "data": {}, "warnings": [], "notices": [], "spent": {} }

结果写到 stdout，进度和消息写到 stderr。退出码为 1、2、4 或 5 时 "ok" 为 false，并有 "error"，内含 code、message 和 suggestions。所有结果的结构见包内的 schemas/。数量为数字，大小以字节计，时间以秒计，占比为 0 到 1，金额为美元。JSON 的内容不随语言改变。`,
  [SAFETY]: `doctor、audit、usage、limits、limiters、alerts、advise、estimate、measure、growth 和 fix-consistency 只读取；fix-consistency 只有加 --apply 才变更。读取命令都在一份清单之内：绝不用 KEYS，绝不用 FLUSHALL。SCAN 按 Redis 的延迟调整（--max-latency），--max-commands 是绝对上限。

变更数据的命令先显示计划，再询问。每个键先归档到本机（值和 TTL），只有仍与归档一致时才在一个原子步骤中变更。限制、账单和登录所需的键绝不删除，仍在计数的时段绝不改动。运行被杀死后，重新运行即可完成。meter restore 精确撤销一次运行，即使应用一直在计数。

生产环境的 Redis 以名字确认：输入其名字，或加 --confirm NAME。`,
};
