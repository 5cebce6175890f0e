/** A text about a limiter or a client in the language of its reader. One that only a profile of a user has stays as it is. */
export async function limiterTextsIn(language: 'en' | 'zh-CN'): Promise<(text: string) => string> {
  if (language === 'en') return (text) => text;
  const { limiterTexts } = await import('./zh-CN.js');
  return (text) => (Object.hasOwn(limiterTexts, text) ? limiterTexts[text]! : text);
}
