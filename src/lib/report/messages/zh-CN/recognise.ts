import { isVersion, type Releases } from '../../../profile/version.js';
import type { OffsetFrom } from '../../../recognise/utc-offset.js';
import { utcText } from '../../../recognise/words.js';
import type { RecogniseMessages } from '../en/recognise.js';
import { listed } from './figures.js';

const NONE = '未识别到应用';

function releaseText({ from, to }: Releases): string {
  if (from === null) return to === null ? '' : `≤ ${to}`;
  if (to === null) return `≥ ${from}`;
  return from === to ? from : `${from} 到 ${to}`;
}

const application = ({ name, ...releases }: Releases & { name: string }): string => `${name} ${releaseText(releases)}`.trimEnd();

const OFFSET_FROM: Record<OffsetFrom, string> = {
  flag: '由 --utc-offset 指定',
  env: '取自中转服务的 .env',
  note: '沿用上次运行的记录',
  archive: '沿用归档时的偏移',
  data: '由数据得出：请求记录与小时级统计吻合',
  profile: '应用的默认值',
  default: '默认值，数据无法确定',
};

export const recognise: RecogniseMessages = {
  none: NONE,
  application,
  applications: (rows) => (rows.length === 0 ? NONE : listed(rows.map(application))),
  compared: ({ name, version, releases }) => {
    const text = application({ name, ...releases });
    return version === null || (releases.from === version && releases.to === version) ? text : `${text}，按 ${version} 对比`;
  },
  estimated: ({ name, version, releases }) => {
    if (releases) return application({ name, ...releases });
    return version !== null && !isVersion(version) ? `${name}@${version}` : application({ name, from: version, to: version });
  },
  upgraded: (from) => `由 ${from} 升级`,
  clock: ({ now, utcOffset, offsetFrom }) => {
    const local = new Date(Date.parse(now) + utcOffset * 3_600_000).toISOString();
    return `${local.slice(0, 10)} ${local.slice(11, 19)} ${utcText(utcOffset)}，偏移${OFFSET_FROM[offsetFrom]}`;
  },
};
