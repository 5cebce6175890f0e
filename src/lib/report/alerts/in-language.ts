/** Titles of limits in the language of their reader. JSON and what is sent have them in English. */
import type { AlertMessage } from '../../alerts/message.js';
import type { Limits } from '../../profile/limits.js';
import type { Envelope } from '../envelope.js';
import type { Language } from '../messages/language.js';
import type { Messages } from '../messages/messages.js';
import type { AlertsReport } from './report.js';

export async function alertsIn(
  envelope: Envelope<AlertsReport>,
  { language }: Pick<Messages, 'language'>,
): Promise<Envelope<AlertsReport>> {
  const { data } = envelope;
  const titleOf = await limitTitlesIn(language, data.application.name);
  const titled = <Each extends { title: string }>(each: Each): Each => ({ ...each, title: titleOf(each.title) });
  const noted = (note: AlertsReport['notes'][number]): AlertsReport['notes'][number] =>
    note.code === 'assumed-release' ? { ...note, params: { limits: note.params.limits.map(titleOf) } } : note;
  return {
    ...envelope,
    data: {
      ...data,
      ofLimits: data.ofLimits.map(titled),
      alerts: data.alerts.map(titled),
      events: data.events.map(titled),
      unknown: data.unknown.map(titled),
      notes: data.notes.map(noted),
    },
  };
}

/** The same for events of `--watch`. */
export async function eventsIn(
  messages: readonly AlertMessage[],
  { language }: Pick<Messages, 'language'>,
): Promise<AlertMessage[]> {
  const [first] = messages;
  const titleOf = await limitTitlesIn(language, first?.application ?? '');
  return messages.map((message) => ({ ...message, title: titleOf(message.title) }));
}

/** By the title in English; a title that no built-in profile has stays. */
async function limitTitlesIn(language: Language, application: string): Promise<(title: string) => string> {
  if (language === 'en') return (title) => title;
  const [{ builtinProfile }, { profilesIn }] = await Promise.all([
    import('../../profile/builtin/index.js'),
    import('../../profile/builtin/in-language.js'),
  ]);
  const profile = await builtinProfile(application);
  if (profile === null) return (title) => title;
  const [own] = await profilesIn(language, [profile]);
  const titlesOf = (limits: Limits | undefined): string[] => (limits?.list ?? []).map(({ title }) => title);
  const translated = titlesOf(own!.limits);
  const titles = new Map(titlesOf(profile.limits).map((title, at) => [title, translated[at]!]));
  return (title) => titles.get(title) ?? title;
}
