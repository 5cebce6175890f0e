/** Environment variables that `meter` reads. */
export const VARIABLES: readonly { name: string; meaning: string }[] = [
  { name: 'REDIS_URL', meaning: 'the Redis, where no flag names one; estimate asks it for its number of keys' },
  { name: 'METER_SENTINEL_USER', meaning: 'ACL user of the sentinels themselves' },
  { name: 'METER_SENTINEL_PASSWORD', meaning: 'password of the sentinels themselves' },
  { name: 'METER_RETRY', meaning: 'how long to try to reconnect after a lost connection, such as 30s (6 s)' },
  { name: 'METER_WEBHOOK', meaning: 'where alerts posts events, where --webhook names no address' },
  { name: 'METER_FEISHU_SECRET', meaning: 'secret that alerts signs requests to a robot of Feishu or Lark with' },
  { name: 'METER_DINGTALK_SECRET', meaning: 'secret that alerts signs requests to a robot of DingTalk with' },
  { name: 'METER_CONFIG', meaning: 'file that names targets (~/.config/meter/config.yaml)' },
  {
    name: 'METER_LANG',
    meaning: 'language of the reports that have it: en or zh-CN; otherwise as LC_ALL, LC_MESSAGES or LANG says',
  },
  { name: 'XDG_CONFIG_HOME', meaning: 'folder of meter/config.yaml, where METER_CONFIG is not set (~/.config)' },
  { name: 'XDG_STATE_HOME', meaning: 'folder of meter/alerts-….json, which alerts --watch remembers by (~/.local/state)' },
  { name: 'NO_COLOR', meaning: 'no colours' },
  { name: 'FORCE_COLOR', meaning: 'colours, even where the output is no terminal' },
  { name: 'COLUMNS', meaning: 'columns to write for; otherwise those of the terminal, else 120' },
  { name: 'METER_PAGER', meaning: 'program that pages long results on a terminal (PAGER; without either, none)' },
  { name: 'METER_DEBUG', meaning: '1: show where an unexpected failure happened' },
];
