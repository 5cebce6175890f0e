/** Texts about limiters and clients, by the English ones. Profiles share most of them. */

export const limiterTexts: Readonly<Record<string, string>> = {
  // What is limited.
  'requests per window': '窗口内的请求',
  'tokens per window': '窗口内的 Token',
  'cost per window': '窗口内的费用',
  'requests at once': '并发请求',
  'requests at once of a console account': 'Console 账户的并发请求',
  'sign-ins of users': '用户登录',
  'API calls': 'API 调用',
  'web pages': '网页',
  'logins, payments and other critical calls': '登录、支付等关键操作',
  'logins and other critical calls': '登录等关键操作',
  downloads: '下载',
  uploads: '上传',
  searches: '搜索',
  'verification emails': '验证邮件',
  'critical calls of a user': '用户的关键操作',
  'successful model calls': '成功的模型调用',
  'model calls': '模型调用',
  'calls of a model or a group': '单个模型或分组的调用',
  'requests per minute': '每分钟请求',
  'tokens per minute': '每分钟 Token',
  'requests of a session': '会话的请求',
  'requests of an account at once': '账户的并发请求',
  'requests of a user at once': '用户的并发请求',
  'requests of an account per minute': '账户每分钟的请求',
  'requests of a user per minute': '用户每分钟的请求',
  'requests of a user to a group per minute': '用户对分组每分钟的请求',
  'calls of the web pages': '网页调用',
  'sessions of a key or a user at once': 'API Key 或用户的并发会话',
  'sessions of a provider at once': '服务商的并发会话',
  'cost of a key, a user or a provider': 'API Key、用户或服务商的费用',
  'jobs of a queue': '队列的任务',
  'points per duration': '时长内的点数',
  'tokens of a bucket': '令牌桶的令牌',
  'requests (GCRA)': '请求（GCRA）',
  'requests per second (leaky bucket)': '每秒请求（漏桶）',
  'requests per period': '周期内的请求',
  'what answers count, per period': '周期内由应答计入的数量',
  'requests in a sliding window': '滑动窗口内的请求',
  'jobs at once, and the time between two': '并发任务和任务间隔',

  // Where it is set.
  'the rate limits in the settings of the application': '应用设置中的速率限制',
  'the limits of the key, the user or the team in LiteLLM': 'LiteLLM 中 Key、用户或团队的限制',
  'max_iterations of the agent or the key': 'agent 或 Key 的 max_iterations',
  'the concurrency of the account in sub2api': 'sub2api 中账户的并发数',
  'the concurrency of the user in sub2api': 'sub2api 中用户的并发数',
  'the limit of the account in sub2api': 'sub2api 中账户的限制',
  'the limit of the user in sub2api': 'sub2api 中用户的限制',
  'the limits of the user': '用户的限制',
  'the limits of the key or the user': 'Key 或用户的限制',
  'the limits of the provider': '服务商的限制',
  'the limits of the key, the user or the provider': 'Key、用户或服务商的限制',
  'the limiter of the workers': 'worker 的 limiter',
  'the code that calls the library': '调用该库的代码',

  // Cases of a check.
  allowed: '放行',
  denied: '拒绝',
  'allowed or denied': '放行或拒绝',
  'first of a window': '窗口内的第一次',
  'allowed, with the release of the slot': '放行，含释放槽位',
  'allowed, list full': '放行，List 已满',
  'allowed and successful': '放行且成功',
  'list full': 'List 已满',
  'for each limit of a request': '请求的每个限制',
  'with the script that takes a job': '随取任务的脚本',
  'fixed window': '固定窗口',
  'first of a fixed window': '固定窗口内的第一次',
  'sliding window': '滑动窗口',
  'for each period': '每个周期',
  'moving window': '滑动窗口',
  'first of a period': '周期内的第一次',
  'a job': '一个任务',

  // Requests at the same time.
  'The counter is read, tested and raised in steps of their own: requests at once all see the old value.':
    '计数器的读取、检查和累加是分开的步骤：并发请求看到的都是旧值。',
  'It is tested before a request and recorded after the answer: all requests that run at once pass.':
    '请求前检查，应答后才记录：同时进行的请求全部放行。',
  'The length is read, tested and written in steps of their own: requests at once all see the old length, and all pass (a limit of 20 let 144 to 200 of 200 through).':
    '长度的读取、检查和写入是分开的步骤：并发请求看到的都是旧长度，全部放行（上限 20 时，200 个请求放行了 144 到 200 个）。',
  'A call is recorded after its answer: all calls that run at once pass, however many there are.':
    '应答后才记录：同时进行的调用不论多少都放行。',
  'The cost is taken after the answer: all requests that run at once pass while something is left.':
    '应答后才扣除费用：只要还有余额，同时进行的请求全部放行。',

  // When Redis fails.
  'API keys are in the same Redis: an error refuses the request.': 'API Key 在同一个 Redis 中：出错时拒绝请求。',
  'A failed read answers 500. Failed writes are ignored, so that a list may be left without a TTL.':
    '读取失败返回 500；写入失败被忽略，List 可能没有 TTL。',
  'After an error each process counts by itself.': '出错后各进程自行计数。',
  'An error answers 500, except of verification emails, which each process then counts itself.':
    '出错时返回 500；验证邮件除外，由各进程自行计数。',
  'A failed read answers 500.': '读取失败返回 500。',
  'An error answers 500.': '出错时返回 500。',
  'An error refuses the request.': '出错时拒绝请求。',
  'An error lets the request pass.': '出错时放行请求。',
  'An error lets the request pass, except on routes that are closed then.': '出错时放行请求，设为拒绝的路由除外。',
  'Without Redis no job is taken.': '没有 Redis 就取不到任务。',
  'The call is rejected with the error, unless there is an insuranceLimiter.': '调用以该错误失败，除非设有 insuranceLimiter。',
  'After 5 s without an answer the request is allowed.': '5 秒无应答则放行请求。',
  'express-rate-limit answers with an error, unless passOnStoreError is true.':
    'express-rate-limit 返回错误，除非 passOnStoreError 为 true。',
  'The error is returned, and the caller decides.': '返回错误，由调用方决定。',
  'An error answers 500, unless allow_degradation is true.': '出错时返回 500，除非 allow_degradation 为 true。',
  'An error lets the request pass, unless fault_tolerant is false.': '出错时放行请求，除非 fault_tolerant 为 false。',
  'The error is raised, unless swallow_errors is true.': '抛出错误，除非 swallow_errors 为 true。',
  'The cache of Django decides.': '由 Django 的缓存决定。',
  'The job is rejected with the error.': '任务以该错误失败。',

  // Faults.
  'Counters whose window ends during a request are created again without a TTL. They count nothing.':
    '请求期间窗口结束时，计数器会被重新创建且没有 TTL，不起计数作用。',
  'The slots of a killed process count until their leases end.': '被杀进程的槽位在租约结束前一直计入。',
  'Up to twice the limit passes around the end of a window.': '窗口末尾前后最多可放行两倍上限。',
  'Up to twice the limit passes around the end of a minute.': '一分钟末尾前后最多可放行两倍上限。',
  'Up to twice the limit passes around the end of a period.': '周期末尾前后最多可放行两倍上限。',
  'INCR and EXPIRE are two commands: if the second is lost, the address is locked out for good.':
    'INCR 和 EXPIRE 是两条命令：丢失第二条时，该地址一直被锁定。',
  'The whole script is sent with each check, because EVAL is used and not EVALSHA.':
    '每次检查都发送完整脚本，因为用的是 EVAL 而不是 EVALSHA。',
  'It reads times as UTC. Lists that an older release wrote in its local time look as if they were in the future.':
    '按 UTC 读取时间；旧版本以本地时间写入的 List 看起来在未来。',
  'The script sets no TTL: each user who ever sent a limited call keeps a key for good.':
    '脚本不设置 TTL：每个发送过受限调用的用户都永久留下一个键。',
  'It is called sliding, and is a fixed window from the first request on.': '名为滑动窗口，实为从第一个请求开始的固定窗口。',
  'The clock is that of each process.': '使用各进程自己的时钟。',
  'The slot of a process that ended stays until an hour has passed.': '已退出进程的槽位要一小时后才释放。',
  'The slot of a process that ended stays until its TTL is over.': '已退出进程的槽位要到 TTL 结束才释放。',
  'A duration of 0 makes keys that never expire.': '时长为 0 时，键永不过期。',
  'cachedFixedWindow never sets a TTL, so that its keys stay for good.': 'cachedFixedWindow 不设置 TTL，键会永久保留。',
  'Scripts with several keys need one slot in a cluster.': '集群中，多键脚本的键必须在同一个槽。',
  'A request that takes several tokens is allowed as soon as one is left.': '需要多个令牌的请求，只要还剩一个就放行。',
  'A decrement after the window has ended leaves -1 without a TTL.': '窗口结束后的递减会留下没有 TTL 的 -1。',
  'reset() calls KEYS inside a script.': 'reset() 在脚本中调用 KEYS。',
  'An idle limiter sends a script every five seconds: 17,280 a day.': '空闲的限流器每 5 秒发送一次脚本：每天 17,280 次。',
  'Keys of a limiter that nobody uses any more stay.': '不再使用的限流器的键会一直保留。',

  // The client.
  'All requests of a process share one connection: none waits for another, and there is no pool to enlarge.':
    '同一进程的所有请求共用一个连接：互不等待，也没有可调大的连接池。',
  'Commands whose reply was lost are sent again after a reconnection, so that counters may be raised twice.':
    '重连后会重发应答丢失的命令，计数器可能累加两次。',
  'The timeouts are in the source of the application (config.js).': '超时写在应用源码中（config.js）。',
  'REDIS_CONN_STRING with ?pool_timeout=1s&read_timeout=500ms&dial_timeout=2s&max_retries=1':
    'REDIS_CONN_STRING 加 ?pool_timeout=1s&read_timeout=500ms&dial_timeout=2s&max_retries=1',
  'REDIS_CONN_STRING with ?pool_size=50&pool_timeout=1s&read_timeout=500ms&dial_timeout=2s&max_retries=1':
    'REDIS_CONN_STRING 加 ?pool_size=50&pool_timeout=1s&read_timeout=500ms&dial_timeout=2s&max_retries=1',
  'A call whose reply does not come in time is sent again, so that a counter may be raised up to four times.':
    '未及时应答的调用会重发，计数器最多可能累加四次。',
  'A request that waits for a connection longer than the pool timeout fails.': '等待连接超过连接池超时的请求失败。',
  'The pool has ten connections for each processor.': '连接池按每个处理器十个连接。',
};
