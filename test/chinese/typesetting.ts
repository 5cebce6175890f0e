/** Signs and words that Chinese texts do not use, with what they use instead. */
export const FORBIDDEN: readonly (readonly [RegExp, string])[] = [
  [/[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]/u, 'half-width digits and letters'],
  [/[“”‘’～]|——|……/u, '「」, 到, ：'],
  [/[您你]|请(?!求)/u, 'no pronouns, no 请'],
  [/\p{Script=Han}[A-Za-z0-9]|[A-Za-z0-9]\p{Script=Han}/u, 'a space between Chinese and Latin'],
  [/ [，。：；、？（）「」]|[，。：；、？（）「」] (?!['`])/u, 'no space beside full-width punctuation'],
  [/\p{Script=Han}[,;:?]/u, 'full-width punctuation'],
];
