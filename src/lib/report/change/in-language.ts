/** A plan and its result in the language of their reader. Files and JSON hold the sentences in English. */
import { builtinProfiles } from '../../profile/builtin/index.js';
import { profilesIn } from '../../profile/builtin/in-language.js';
import type { Family, Profile } from '../../profile/types.js';
import { sentence } from '../../format/message.js';
import type { Envelope } from '../envelope.js';
import type { Messages } from '../messages/messages.js';
import type { Notice } from '../messages/notices.js';
import { noticeText } from '../noticed.js';
import type { ChangeReport, PlanReport } from './worded.js';

export async function changeIn(envelope: Envelope<ChangeReport>, messages: Messages): Promise<Envelope<ChangeReport>> {
  if (messages.language === 'en') return envelope;
  const { data, notices } = envelope;
  const { english, own } = await profilesOf(data.plan, messages);
  return {
    ...envelope,
    data: { ...data, plan: await planIn(data.plan, messages) },
    warnings: notices.map((notice) => noticeText(ownersIn(notice, english, own), messages)),
  };
}

/** The profiles of the plan, in English and in the language. */
async function profilesOf(plan: PlanReport, { language }: Messages): Promise<{ english: Profile[]; own: Profile[] }> {
  const names = plan.profiles.map(({ name }) => name);
  const english = (await builtinProfiles()).filter(({ name }) => names.includes(name));
  return { english, own: await profilesIn(language, english) };
}

export async function planIn(plan: PlanReport, messages: Messages): Promise<PlanReport> {
  if (messages.language === 'en') return plan;
  const { english, own: profiles } = await profilesOf(plan, messages);
  const families = new Map(profiles.flatMap((profile) => profile.families.map((family) => [family.id, family] as const)));
  const losses = lossesIn(english, profiles);
  return {
    ...plan,
    families: plan.families.map((family) => ({ ...family, breaks: losses.get(family.breaks) ?? family.breaks })),
    dark: screensIn(plan, profiles),
    protected: plan.protected.map((row) => {
      const told = withTexts(row, families.get(row.family));
      return { ...told, reason: sentence(messages.change.protected, told) };
    }),
    notes: plan.notices.map((notice) => noticeText(ownersIn(notice as Notice, english, profiles), messages)),
  };
}

/** What is lost with a family, or with an owner that is gone: the text in the language by that in English. */
function lossesIn(english: readonly Profile[], own: readonly Profile[]): Map<string, string> {
  const texts = ({ families, owners = [] }: Profile): string[] => [...families, ...owners].map(({ breaks = '' }) => breaks);
  return new Map(
    english.flatMap((profile, at) => {
      const translated = texts(own[at]!);
      return texts(profile).map((text, index) => [text, translated[index]!] as const);
    }),
  );
}

/** The ids of the screens are in the order of their titles. */
const screensIn = ({ screens, dark }: PlanReport, profiles: readonly Profile[]): string[] =>
  dark.map(
    (title, at) => profiles.flatMap((profile) => profile.screens ?? []).find(({ id }) => id === screens[at])?.title ?? title,
  );

/** Sentences of the profile in a reason. */
function withTexts<Row extends PlanReport['protected'][number]>(row: Row, family: Family | undefined): Row {
  if (family === undefined) return row;
  const { breaks, keep } = family;
  if (row.code === 'never' || row.code === 'never-after-sum') {
    const reader = row.params.reader === null ? null : (keep?.reader ?? row.params.reader);
    return { ...row, params: { ...row.params, breaks, reader } };
  }
  if (row.code === 'needed-period' && row.params.keep !== null && keep !== undefined)
    return { ...row, params: { keep: { ...row.params.keep, reader: keep.reader } } };
  return row;
}

/** The title of owners, such as API keys. */
function ownersIn(notice: Notice, english: readonly Profile[], own: readonly Profile[]): Notice {
  if (notice.code !== 'owners-gone') return notice;
  const at = english.findIndex(({ owners = [] }) => owners.some(({ title }) => title === notice.params.owner));
  const index = english[at]?.owners?.findIndex(({ title }) => title === notice.params.owner) ?? -1;
  const title = own[at]?.owners?.[index]?.title;
  return title === undefined ? notice : { ...notice, params: { ...notice.params, owner: title } };
}
