/** Functions that a test runs in a page. */

/** The width of what is on the page. */
export const contentWidth = () => document.documentElement.scrollWidth;

/** What could load or run something. */
export const whatActs = () => ({
  foreign: document.querySelectorAll('img, iframe, object, embed, link, base, form, audio, video, foreignObject').length,
  scripts: document.scripts.length,
  handlers: [...document.querySelectorAll('*')].filter((element) =>
    [...element.attributes].some(({ name }) => /^on|^style$/.test(name)),
  ).length,
});

/** The lowest contrast of a visible text with what is behind it, and the background of the page. */
export function lowestContrast() {
  const channels = (colour) => (colour.match(/[\d.]+/g) ?? []).map(Number);
  const luminance = (colour) => {
    const [red, green, blue] = channels(colour).map((part) => {
      const share = part / 255;
      return share <= 0.040_45 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const behind = (element) => {
    const tile = element.closest('.tile')?.querySelector('rect');
    if (tile) return getComputedStyle(tile).fill;
    for (let at = element; at !== null; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if (channels(colour)[3] !== 0) return colour;
    }
    return 'rgb(255, 255, 255)';
  };
  let worst = { ratio: Infinity, text: '', page: getComputedStyle(document.body).backgroundColor };
  for (const element of document.querySelectorAll('body *')) {
    const texts = [...element.childNodes].filter(({ nodeType }) => nodeType === Node.TEXT_NODE);
    const text = texts
      .map(({ nodeValue }) => nodeValue)
      .join('')
      .trim();
    if (text === '' || ['SCRIPT', 'title'].includes(element.tagName) || element.getClientRects().length === 0) continue;
    const style = getComputedStyle(element);
    const [one, other] = [luminance(element.tagName === 'text' ? style.fill : style.color), luminance(behind(element))];
    const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    if (ratio < worst.ratio) worst = { ...worst, ratio, text: `${element.tagName} ${text.slice(0, 40)} ${style.color}` };
  }
  return worst;
}
