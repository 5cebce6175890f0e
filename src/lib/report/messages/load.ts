import type { TalkMessages } from './en/talk.js';
import type { Language } from './language.js';
import type { Messages } from './messages.js';

/** The texts of single verbs in Chinese, so that a start loads only what is shown. The other verbs load all. */
const OF_VERB: Readonly<Record<string, () => Promise<Partial<Messages>>>> = {
  alerts: () => joined(import('./zh-CN/alerts.js'), import('./zh-CN/limits.js'), import('./zh-CN/usage.js')),
  audit: () => import('./zh-CN/audit.js'),
  demo: () => import('./zh-CN/audit.js'),
  limits: () => import('./zh-CN/limits.js'),
  usage: () => joined(import('./zh-CN/usage.js'), import('./zh-CN/limits.js')),
};

const ofAllVerbs = (): Promise<Partial<Messages>> =>
  joined(
    import('./zh-CN/common.js'),
    import('./zh-CN/notices.js'),
    import('./zh-CN/page.js'),
    import('./zh-CN/recognise.js'),
    import('./zh-CN/render.js'),
    import('./zh-CN/talk.js'),
  );

/** Loads only the texts of this language, and of the verb if it has some of its own. */
export async function loadMessages(language: Language, verb: string): Promise<Messages> {
  if (language === 'en') return (await import('./en.js')).en;
  const ofVerb = OF_VERB[verb];
  if (ofVerb === undefined) return (await import('./zh-CN.js')).zhCN;
  return checked({ language, ...(await joined(ofAllVerbs(), ofVerb())) }, verb);
}

const joined = async (...parts: Promise<Partial<Messages>>[]): Promise<Partial<Messages>> =>
  Object.assign({}, ...(await Promise.all(parts)));

/** Throws when a part is asked for that was not loaded for the verb. `then` is asked for by `await`. */
const checked = (messages: Partial<Messages>, verb: string): Messages =>
  new Proxy(messages, {
    get(loaded, name) {
      if (name in loaded || name === 'then') return Reflect.get(loaded, name);
      throw new Error(`${verb} shows texts of ${String(name)}, which are not loaded for it`);
    },
  }) as Messages;

/** Only what is said on stderr. */
export const loadTalk = async (language: Language): Promise<TalkMessages> =>
  language === 'en' ? (await import('./en/talk.js')).talk : (await import('./zh-CN/talk.js')).talk;
