export const contentWidth: () => number;
export const whatActs: () => { foreign: number; scripts: number; handlers: number };
export const lowestContrast: () => { ratio: number; text: string; page: string };
