import type { Said, Saying } from '../format/errors.js';

/** Puts a saying that is a part of another into words. */
export type Say = (saying: Saying) => Said;

/** The sentences of errors in one language, by id. */
export type ErrorTexts = Readonly<Record<string, (params: never, say: Say) => Said>>;

type ParamsOf<Text> = Text extends (params: infer Params, say: Say) => Said ? Params : never;

/** The same errors in another language. One that is missing does not compile. */
export type InLanguage<Texts extends ErrorTexts> = {
  readonly [Id in keyof Texts]: (params: ParamsOf<Texts[Id]>, say: Say) => Said;
};

const inEnglish: Say = ({ english }) => english;

/** Makes sayings of the errors that have these English sentences. */
export const sayingsOf =
  <Texts extends ErrorTexts>(texts: Texts) =>
  <Id extends keyof Texts & string>(
    id: Id,
    ...[params = {} as never]: unknown extends ParamsOf<Texts[Id]> ? [] : [params: ParamsOf<Texts[Id]>]
  ): Saying => ({ id, params: params as object, english: texts[id]!(params as never, inEnglish) });

/** The next step for a word that is not known, when others are like it. */
export const didYouMean = (near: readonly string[]): string => `Did you mean ${near.join(' or ')}?`;
