/** The script of an algorithm, alone or with the code that calls it. */
import { scriptText, type AlgorithmName } from '../script.js';
import { goCode } from './go.js';
import { nodeCode } from './node.js';
import { pythonCode } from './python.js';

const CODE = {
  lua: (_algorithm: AlgorithmName, lua: string): string => lua,
  go: goCode,
  node: nodeCode,
  python: pythonCode,
};

export type CodeLanguage = keyof typeof CODE;

export const CODE_LANGUAGES = Object.keys(CODE) as readonly CodeLanguage[];

/** A whole file in the language, which checks one rule of the algorithm with one key. */
export const scriptWithCode = (algorithm: AlgorithmName, language: CodeLanguage): string =>
  CODE[language](algorithm, scriptText([algorithm]));
