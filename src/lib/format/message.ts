/** Something to say, as data: which sentence, and the figures in it. `Params`: those of each code. */
export type Message<Params> = { [Code in keyof Params]: { code: Code; params: Params[Code] } }[keyof Params];

/** The sentences in one language. One that is missing does not compile. */
export type Sentences<Params> = { readonly [Code in keyof Params]: (params: Params[Code]) => string };

export const sentence = <Params, Code extends keyof Params>(
  sentences: Sentences<Params>,
  { code, params }: { code: Code; params: Params[Code] },
): string => sentences[code](params);

/** A message without figures. */
export const plainMessage = <Code extends string>(code: Code): { code: Code; params: Record<never, never> } => ({
  code,
  params: {},
});
